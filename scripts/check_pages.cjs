#!/usr/bin/env node
/* Looks at pages in headless Chromium: node scripts/check_pages.cjs PAGE [folder for pictures]
 * PAGE is the file that `report` writes, or the folder that `export-site` writes.
 *
 * Needs a browser, so it is no part of `make test`. Once, in any folder outside version control:
 *     apt install chromium nodejs npm
 *     npm install --prefix build/browser playwright-core axe-core
 *     python -m bot report --out build/report.html
 *     node scripts/check_pages.cjs build/report.html build/pictures
 *     python -m bot export-site --out build/site --bot clinic_faq_bot
 *     node scripts/check_pages.cjs build/site build/pictures
 * Other places: BROWSER_MODULES (folder with node_modules, default build/browser), CHROMIUM (default /usr/bin/chromium).
 *
 * Held: the page renders, nothing in the console, no request but the page itself, no foreign content, no sideways
 * scrolling from 320 px on, headings in order, charts with a text, skip link and scrollable parts reachable by keyboard,
 * contrast and all other rules of axe-core (WCAG 2.2 AA and best practice) in light and dark, and a PDF. Of a report:
 * no script and no outward link. Of a site: one inline script and none without its policy's leave, links between the
 * languages that lead somewhere, a search that finds an entry by its question, also with a slip in the longest word, and a red
 * flag with its message first, and all but the search without scripts.
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

async function look(browser, address, scheme, site, pictures) {
  const name = path.basename(address, ".html");
  const seen = scheme;
  scheme = `${name} ${seen}`;
  const context = await browser.newContext({ colorScheme: seen, viewport: { width: 1280, height: 900 }, bypassCSP: false });
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
    foreign: document.querySelectorAll("img,iframe,object,embed,link:not([rel=alternate]),base,form:not([role=search]),video,audio,[src],[onclick],[onerror],[onload]").length,
    outward: [...document.querySelectorAll("[href]")].map((one) => one.getAttribute("href")).filter((one) => !one.startsWith("#")),
    headings: [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((one) => Number(one.tagName[1])),
    mute: [...document.querySelectorAll("svg[role=img]")].filter((one) => !one.querySelector("desc")?.textContent.trim()).length,
    bare: [...document.querySelectorAll("table")].filter((one) => !one.caption || [...one.querySelectorAll("th")].some((th) => !th.scope)).length,
    ids: [...document.querySelectorAll("[id]")].map((one) => one.id),
    anchors: [...document.querySelectorAll("a[href^='#']")].filter((one) => !document.getElementById(one.hash.slice(1))).length,
  }));
  hold(facts.title && facts.lang, `${scheme}: no title or language`);
  hold(facts.scripts === (site ? 1 : 0) && facts.foreign === 0, `${scheme}: scripts or embedded things`);
  const lost = facts.outward.filter((one) => !site || !(/^(https?:\/\/|mailto:)/.test(one) || site.includes(one)));
  hold(lost.length === 0, `${scheme}: outward links: ${lost.join(" ")}`);
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
    if (pictures) await page.screenshot({ path: path.join(pictures, `${scheme.replace(" ", "-")}-${width}.png`), fullPage: true });
  }

  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return document.activeElement.className === "skip" && box.top >= 0 && box.bottom > 0;
  });
  hold(skip, `${scheme}: the first Tab does not show the skip link`);
  await page.keyboard.press("Enter");
  hold(await page.evaluate(() => document.activeElement.tagName === "MAIN"), `${scheme}: the skip link does not move the focus`);
  const scrolled = await page.evaluate(() => [...document.querySelectorAll("*")].filter((one) =>
    /auto|scroll/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth && one.tabIndex < 0).length);
  hold(scrolled === 0, `${scheme}: something scrolls sideways and cannot be reached by keyboard`);

  if (site) await search(page, scheme);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    // axe is put in by the browser's debugger, which the page's policy does not stop
    await page.evaluate(axe);
    if (site) await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
    const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations", "incomplete"] }));
    for (const one of result.violations) {
      findings.push(`${scheme} ${width}: axe ${one.id} (${one.impact}): ${one.help}: ${one.nodes[0].target.join(" ")} (${one.nodes.length})`);
    }
    for (const one of result.incomplete) {
      console.log(`  ${scheme} ${width}: axe could not tell: ${one.id}: ${one.nodes[0].target.join(" ")} (${one.nodes.length})`);
    }
    console.log(`  ${scheme} ${width}: axe ${result.testEngine.version}, ${result.passes.length} rules passed`);
  }
  if (seen === "light") {
    const paper = await context.newPage(); // with nothing unfolded
    await paper.goto(address, { waitUntil: "load" });
    const pdf = await paper.pdf({ format: "A4", margin: { top: "15mm", bottom: "15mm", left: "14mm", right: "14mm" } });
    hold(pdf.length > 10000, "the page does not print");
    if (pictures) fs.writeFileSync(path.join(pictures, `${name}-print.pdf`), pdf);
  }
  await context.close();
}

/* The search finds an entry by its question, says so, and leads to it; without scripts there is no search. */
async function search(page, scheme) {
  const [question, id] = await page.evaluate(() => {
    const articles = document.querySelectorAll("article");
    const last = articles[articles.length - 1];
    return [last.querySelector("h3").textContent, last.id];
  });
  await page.fill("input[type=search]", question);
  hold((await page.textContent("[role=status]")).trim(), `${scheme}: the search says nothing`);
  await page.keyboard.press("Enter");
  hold(new URL(page.url()).hash === `#${id}`, `${scheme}: the search does not lead to "${question}"`);
  const longest = question.split(/[^\p{L}]+/u).sort((one, other) => other.length - one.length)[0];
  await page.fill("input[type=search]", question.replace(longest, `${longest.slice(0, 2)}q${longest.slice(2)}`));
  const links = await page.evaluate(() => [...document.querySelectorAll("form ol a")].map((one) => one.hash));
  hold(links.includes(`#${id}`), `${scheme}: a slip hides "${question}"`);
  const sign = await page.evaluate(() => document.querySelector(".signs summary").textContent.trim());
  await page.fill("input[type=search]", sign);
  const warned = await page.evaluate(() => [...document.querySelectorAll(".warnings details[open]")].map((one) => one.textContent));
  hold(warned.some((text) => text.includes(sign) && text.trim().length > sign.length + 20), `${scheme}: the search does not warn of "${sign}"`);
  await page.keyboard.press("Enter");
  hold(await page.evaluate(() => document.activeElement.className === "warnings"), `${scheme}: Enter does not lead to the warning`);
  await page.focus("input[type=search]");
  await page.fill("input[type=search]", "qqqq");
  hold(await page.evaluate(() => !document.querySelector("form ol, .warnings").children.length), `${scheme}: the search finds nonsense`);
  await page.fill("input[type=search]", question);
  const plain = await page.context().browser().newContext({ javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto(page.url());
  hold(await bare.isHidden("form"), `${scheme}: without scripts there is a search that does nothing`);
  hold(await bare.isVisible(`[id="${id}"] p`), `${scheme}: without scripts an answer is not shown`);
  await plain.close();
}

async function main() {
  const [target, pictures] = process.argv.slice(2);
  if (!target) throw new Error("usage: node scripts/check_pages.cjs PAGE-OR-FOLDER [folder for pictures]");
  if (pictures) fs.mkdirSync(pictures, { recursive: true });
  const isSite = fs.statSync(target).isDirectory();
  const folder = isSite ? target : path.dirname(target);
  const files = isSite ? fs.readdirSync(target).filter((one) => one.endsWith(".html")) : [path.basename(target)];
  if (!files.length) throw new Error(`${target}: no page`);
  const server = http.createServer((request, response) => {
    const known = files.includes(request.url.slice(1));
    response.writeHead(known ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    response.end(known ? fs.readFileSync(path.join(folder, request.url.slice(1))) : "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: process.getuid && process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    for (const file of files) {
      const site = isSite ? files : null;
      await look(browser, `http://127.0.0.1:${server.address().port}/${file}`, "light", site, pictures);
      await look(browser, `file://${path.resolve(folder, file)}`, "dark", site, pictures);
    }
  } finally {
    await browser.close();
    server.close();
  }
  for (const finding of findings) console.error(finding);
  console.log(findings.length ? `${findings.length} findings` : `${target} holds`);
  process.exitCode = findings.length ? 1 : 0;
}

main();
