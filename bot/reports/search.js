"use strict";
/* The search of the page, which knows nothing of the page. Names the entries that share most words with what is typed:
   rare words count more, and little words only where there are no others. Accents and endings make no difference, and a
   word that stands nowhere is taken for the nearest one that does, and counts half.
   entries: for each its question, its short answer and all of its text; synonyms: groups of words; common: little words;
   signs: for each red flag its title, the words that tell of it alone, words of its title that do in its sayings (core)
   or with another one of the title (titled), these sayings, and pairs of words that tell of it together.
   The search returns places of signs and of entries in their lists, the best first. */
function searchOf(entries, synonyms, common, signs) {
  const wordsOf = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  const groups = synonyms.map((group) => group.map(wordsOf).filter((words) => words.length === 1).flat());
  const little = new Set(common);
  /* What a word tells of each entry: 3 if it is in the question, 2 in the short answer, 1 anywhere, 0 nowhere. */
  const index = new Map(groups.flat().map((word) => [word, entries.map(() => 0)]));
  entries.forEach((texts, at) => texts.forEach((text, part) => {
    for (const word of wordsOf(text)) {
      if (!index.has(word)) index.set(word, entries.map(() => 0));
      index.get(word)[at] ||= 3 - part;
    }
  }));
  const words = [...index.keys()];
  const uses = (word) => index.get(word).filter(Boolean).length;

  /* "hurt", "hurts"; "swallowing", "swallow"; "droopy", "droops" */
  const alike = (asked, word) => word.startsWith(asked.length > 5 ? asked.slice(0, -2) : asked)
    || (word.length > 3 && asked.startsWith(word) && asked.length - word.length < 4);

  /* How many letters are missing, too many, wrong, or swapped with the next: rows of the usual table of edit distance. */
  function slips(asked, word) {
    let before = [];
    let last = [...word, ""].map((_, at) => at);
    for (let row = 1; row <= asked.length; row++) {
      const now = [row];
      for (let at = 1; at <= word.length; at++) {
        const wrong = asked[row - 1] === word[at - 1] ? 0 : 1;
        now[at] = Math.min(now[at - 1] + 1, last[at] + 1, last[at - 1] + wrong);
        const swapped = asked[row - 1] === word[at - 2] && asked[row - 2] === word[at - 1];
        if (swapped) now[at] = Math.min(now[at], before[at - 2] + 1);
      }
      [before, last] = [last, now];
    }
    return last[word.length];
  }

  /* The nearest word, of several the most used one. Only one of eight letters may have two slips. */
  function nearest(asked) {
    const most = asked.length < 8 ? 1 : 2;
    return words.filter((word) => word.length > 3 && Math.abs(word.length - asked.length) <= most)
      .map((word) => ({ word, slips: slips(asked, word), uses: uses(word) }))
      .filter((one) => one.slips <= most)
      .sort((one, other) => one.slips - other.slips || other.uses - one.uses)[0]?.word;
  }

  /* What a typed word tells of each entry. */
  function hits(asked) {
    const known = asked.length < 4 || words.some((word) => alike(asked, word));
    const meant = known ? asked : nearest(asked);
    if (!meant) return [];
    const forms = [meant, ...groups.filter((group) => group.some((word) => alike(meant, word))).flat()];
    const found = words.filter((word) => forms.some((form) => alike(form, word))).map((word) => index.get(word));
    return entries.map((_, at) => Math.max(0, ...found.map((places) => places[at])) / (known ? 1 : 2));
  }

  const flags = signs.map(({ title, alone, core, titled, sayings, pairs }) => ({
    title: wordsOf(title).filter((word) => !little.has(word)),
    alone: wordsOf(alone).filter((word) => !little.has(word)),
    core: wordsOf(core),
    titled: wordsOf(titled),
    sayings: sayings.map(wordsOf),
    pairs: pairs.map(wordsOf),
  }));

  /* "breathe", "breathing"; "strokes", "stroke". Stricter than `alike`: what is found here alarms. */
  const akin = (asked, word) => asked === word || (asked.length > 3 && word.length > 3
    && (word.startsWith(asked.length > 4 ? asked.slice(0, -1) : asked)
      || (asked.startsWith(word) && asked.length - word.length < 4)));
  const slipped = (asked, word) => asked.length > 4 && word.length > 4 && slips(asked, word) <= 1
    && !words.some((known) => alike(asked, known));

  /* How surely what is typed tells of a sign: one word that tells of it alone, two of its title, a pair or a saying. */
  function told(flag, asked, telling) {
    const alone = telling.filter((word) => flag.alone.some((one) => akin(word, one) || slipped(word, one))).length;
    const titled = flag.titled.some((one) => telling.some((word) => akin(word, one)))
      ? flag.title.filter((one) => telling.some((word) => akin(word, one))).length : 0;
    const said = asked.length > 1 && flag.core.some((one) => telling.some((word) => akin(word, one)))
      && flag.sayings.some((saying) => asked.every((word) => saying.some((one) => akin(word, one))));
    const paired = flag.pairs.some((pair) => pair.every((one) => asked.some((word) => akin(word, one))));
    return (paired ? 3 : 0) + 2 * alone + (titled > 1 ? titled : 0) + (said ? 2 : 0);
  }

  function signsIn(asked, telling) {
    const scores = flags.map((flag) => told(flag, asked, telling));
    return [...scores.keys()].filter((at) => scores[at] > 0).sort((one, other) => scores[other] - scores[one]).slice(0, 3);
  }

  return (text) => {
    const scores = entries.map(() => 0);
    const asked = wordsOf(text);
    const telling = asked.filter((word) => !little.has(word));
    for (const word of new Set(telling.length ? telling : asked)) {
      const hit = hits(word);
      const found = hit.filter(Boolean).length;
      hit.forEach((one, at) => { scores[at] += one && one * Math.log((entries.length + 1) / found); });
    }
    const most = Math.max(...scores);
    const best = [...scores.keys()].filter((at) => scores[at] > 0 && scores[at] >= most / 2)
      .sort((one, other) => scores[other] - scores[one]).slice(0, 8);
    return { signs: signsIn(asked, telling), entries: best };
  };
}
