#!/usr/bin/env node
/* Looks at a report in headless Chromium: node scripts/check_report.cjs report.html [folder for pictures]
 *
 * Needs a browser, so it is no part of `make test`. Once, in any folder outside version control:
 *     apt install chromium nodejs npm
 *     npm install --prefix build/browser playwright-core axe-core
 *     python -m bot report --out build/report.html
 *     node scripts/check_report.cjs build/report.html build/pictures
 * Other places: BROWSER_MODULES (folder with node_modules, default build/browser), CHROMIUM (default /usr/bin/chromium).
 *
 * Held: the page renders, nothing in the console, no request but the page itself, no script and no foreign content,
 * no sideways scrolling from 320 px on, headings in order, charts with a text, skip link and scrollable tables reachable
 * by keyboard, contrast and all other rules of axe-core (WCAG 2.2 AA and best practice) in light and dark, and a PDF.
 * Ends with 1 and one line a finding, or with 0.
 */
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const { createRequire } = require("node:module");

const modules = createRequire(path.resolve(process.env.BROWSER_MODULES || "build/browser", "package.json"));
const { chromium } = modules("playwright-core");
const axe = fs.readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");

const WIDTHS = [320, 390, 768, 1280];
const findings = [];
const hold = (met, text) => met || findings.push(text);

async function look(browser, address, scheme, pictures) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1280, height: 900 }, bypassCSP: false });
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => findings.push(`${scheme}: console: ${message.text()}`));
  page.on("pageerror", (error) => findings.push(`${scheme}: page error: ${error.message}`));
  page.on("dialog", (dialog) => { findings.push(`${scheme}: a dialog opened`); dialog.dismiss(); });
  await page.goto(address, { waitUntil: "load" });
  await page.waitForTimeout(300); // a late request would come now

  const others = requests.filter((url) => url !== address && !url.endsWith("/favicon.ico"));
  hold(others.length === 0, `${scheme}: requests besides the page: ${others.join(" ")}`);
  const facts = await page.evaluate(() => ({
    title: document.title,
    lang: document.documentElement.lang,
    scripts: document.scripts.length,
    foreign: document.querySelectorAll("img,iframe,object,embed,link,base,form,video,audio,[src],[onclick],[onerror],[onload]").length,
    outward: [...document.querySelectorAll("[href]")].filter((one) => !one.getAttribute("href").startsWith("#")).length,
    headings: [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((one) => Number(one.tagName[1])),
    mute: [...document.querySelectorAll("svg[role=img]")].filter((one) => !one.querySelector("desc")?.textContent.trim()).length,
    bare: [...document.querySelectorAll("table")].filter((one) => !one.caption || [...one.querySelectorAll("th")].some((th) => !th.scope)).length,
    ids: [...document.querySelectorAll("[id]")].map((one) => one.id),
    anchors: [...document.querySelectorAll("a[href^='#']")].filter((one) => !document.getElementById(one.hash.slice(1))).length,
  }));
  hold(facts.title && facts.lang, `${scheme}: no title or language`);
  hold(facts.scripts + facts.foreign + facts.outward === 0, `${scheme}: scripts, embedded things or outward links`);
  hold(facts.headings.filter((one) => one === 1).length === 1, `${scheme}: not exactly one h1`);
  hold(facts.headings.every((one, at) => at === 0 || one <= facts.headings[at - 1] + 1), `${scheme}: a heading level is skipped`);
  hold(facts.mute === 0, `${scheme}: a chart without a text`);
  hold(facts.bare === 0, `${scheme}: a table without caption or scope`);
  hold(new Set(facts.ids).size === facts.ids.length, `${scheme}: an id is used twice`);
  hold(facts.anchors === 0, `${scheme}: a link within the page leads nowhere`);

  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    hold(wide <= 0, `${scheme}: ${wide} px too wide at ${width} px`);
    if (pictures) await page.screenshot({ path: path.join(pictures, `${scheme}-${width}.png`), fullPage: true });
  }

  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return document.activeElement.getAttribute("href") === "#content" && box.top >= 0 && box.bottom > 0;
  });
  hold(skip, `${scheme}: the first Tab does not show the skip link`);
  await page.keyboard.press("Enter");
  hold(await page.evaluate(() => document.activeElement.id === "content"), `${scheme}: the skip link does not move the focus`);
  const scrolled = await page.evaluate(() => [...document.querySelectorAll("*")].filter((one) =>
    /auto|scroll/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth && one.tabIndex < 0).length);
  hold(scrolled === 0, `${scheme}: something scrolls sideways and cannot be reached by keyboard`);

  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    // axe is put in by the browser's debugger, which the page's policy does not stop
    await page.evaluate(axe);
    const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations", "incomplete"] }));
    for (const one of result.violations) {
      findings.push(`${scheme} ${width}: axe ${one.id} (${one.impact}): ${one.help}: ${one.nodes[0].target.join(" ")} (${one.nodes.length})`);
    }
    for (const one of result.incomplete) {
      console.log(`  ${scheme} ${width}: axe could not tell: ${one.id}: ${one.nodes[0].target.join(" ")} (${one.nodes.length})`);
    }
    console.log(`  ${scheme} ${width}: axe ${result.testEngine.version}, ${result.passes.length} rules passed`);
  }
  if (scheme === "light") {
    const pdf = await page.pdf({ format: "A4", margin: { top: "15mm", bottom: "15mm", left: "14mm", right: "14mm" } });
    hold(pdf.length > 10000, "the page does not print");
    if (pictures) fs.writeFileSync(path.join(pictures, "print.pdf"), pdf);
  }
  await context.close();
}

async function main() {
  const [report, pictures] = process.argv.slice(2);
  if (!report) throw new Error("usage: node scripts/check_report.cjs report.html [folder for pictures]");
  if (pictures) fs.mkdirSync(pictures, { recursive: true });
  const html = fs.readFileSync(report);
  const server = http.createServer((request, response) => {
    response.writeHead(request.url === "/report.html" ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    response.end(request.url === "/report.html" ? html : "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: process.getuid && process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    await look(browser, `http://127.0.0.1:${server.address().port}/report.html`, "light", pictures);
    await look(browser, `file://${path.resolve(report)}`, "dark", pictures);
  } finally {
    await browser.close();
    server.close();
  }
  for (const finding of findings) console.error(finding);
  console.log(findings.length ? `${findings.length} findings` : "the report holds");
  process.exitCode = findings.length ? 1 : 0;
}

main();
