"use strict";
/* Search: names the answers that share most words with what is typed, rare words counting more, and little words only
   where there are no others. The form is hidden without this script; all else on the page works the same. */
(() => {
  const form = document.querySelector("form");
  const box = form.querySelector("input");
  const list = form.querySelector("ol");
  const status = form.querySelector("[role=status]");
  const wordsOf = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  const synonyms = JSON.parse(form.dataset.synonyms).map((group) =>
    group.map(wordsOf).filter((words) => words.length === 1).flat());
  const common = new Set(form.dataset.common.split(" "));
  const entries = [...document.querySelectorAll("article")].map((article) => {
    const link = article.querySelector("h3 a");
    const parts = [link, article.querySelector("div"), article].map((part) => new Set(wordsOf(part.textContent)));
    return { link, parts };
  });
  /* "hurt", "hurts"; "swallowing", "swallow"; "droopy", "droops" */
  const alike = (asked, word) => word.startsWith(asked.length > 5 ? asked.slice(0, -2) : asked)
    || (word.length > 3 && asked.startsWith(word) && asked.length - word.length < 4);
  const holds = (words, forms) => [...words].some((word) => forms.some((form) => alike(form, word)));
  /* 3: a word is in the question, 2: in the short answer, 1: anywhere in the entry */
  function place(entry, forms) {
    const first = entry.parts.findIndex((words) => holds(words, forms));
    return first < 0 ? 0 : 3 - first;
  }

  function best(text) {
    const scores = entries.map(() => 0);
    const asked = wordsOf(text);
    const telling = asked.filter((word) => !common.has(word));
    for (const word of new Set(telling.length ? telling : asked)) {
      const forms = [word, ...synonyms.filter((group) => group.includes(word)).flat()];
      const hits = entries.map((entry) => place(entry, forms));
      const found = hits.filter(Boolean).length;
      hits.forEach((hit, at) => { scores[at] += found ? hit * Math.log((entries.length + 1) / found) : 0; });
    }
    const most = Math.max(...scores);
    return entries.map((entry, at) => ({ link: entry.link, score: scores[at] }))
      .filter((one) => one.score > 0 && one.score >= most / 2)
      .sort((one, other) => other.score - one.score).slice(0, 8);
  }

  function show() {
    const found = best(box.value);
    list.replaceChildren(...found.map(({ link }) => {
      const item = document.createElement("li");
      item.append(link.cloneNode(true));
      return item;
    }));
    const { found: some, none } = form.dataset;
    status.textContent = !wordsOf(box.value).length ? "" : found.length ? some.replace("{count}", found.length) : none;
  }

  box.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.hidden = false;
})();
