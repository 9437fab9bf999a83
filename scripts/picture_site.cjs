#!/usr/bin/env node
/* Makes docs/site.png, the top of the web page in light and its search on a phone in dark:
 *     node scripts/picture_site.cjs FOLDER docs/site.png
 * FOLDER is what `export-site` wrote, best with the details of a made-up clinic. Needs the browser that
 * `scripts/check_pages.cjs` needs, at the same places, and Debian's package `pngquant`.
 */
"use strict";
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { createRequire } = require("node:module");

const modules = createRequire(path.resolve(process.env.BROWSER_MODULES || "build/browser", "package.json"));
const { chromium } = modules("playwright-core");

const MOST = 200_000; // bytes
const HEIGHT = 860;

async function main() {
  const [folder, file] = process.argv.slice(2);
  if (!file) throw new Error("usage: node scripts/picture_site.cjs FOLDER PICTURE");
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: process.getuid && process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    const shots = [];
    for (const [colorScheme, width] of [["light", 1000], ["dark", 390]]) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: HEIGHT } });
      await page.goto(`file://${path.resolve(folder, "index.html")}`);
      if (width < 500) {
        await page.fill("input[type=search]", "can't swallow");
        await page.locator("main").evaluate((main) => main.scrollIntoView({ behavior: "instant" }));
      }
      shots.push((await page.screenshot()).toString("base64"));
    }
    const both = await browser.newPage({ viewport: { width: 1450, height: HEIGHT + 40 } });
    const style = "margin:0;padding:20px;display:flex;gap:20px;background:#c9d3d5";
    const images = shots.map((one) => `<img src="data:image/png;base64,${one}" height="${HEIGHT}" style="border-radius:10px">`);
    await both.setContent(`<body style="${style}">${images.join("")}`, { waitUntil: "load" });
    const sharp = await both.screenshot();
    const picture = execFileSync("pngquant", ["--strip", "256", "-"], { input: sharp, maxBuffer: 10 * MOST });
    if (picture.length > MOST) throw new Error(`${file} would have ${picture.length} bytes, more than ${MOST}`);
    fs.writeFileSync(file, picture);
    console.log(`wrote ${file}: ${picture.length} bytes`);
  } finally {
    await browser.close();
  }
}

main();
