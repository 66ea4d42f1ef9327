/* Reading along: the sentence that is heard is marked and kept in view; one beside the other, the voice can change its language. */
(() => {
  "use strict";
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const bar = find(".bar");
  const kept = { // what a listener chose; a browser may refuse to keep it
    get(name) { try { return localStorage.getItem(`audioedition.${name}`); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(`audioedition.${name}`, value); } catch { /* then not */ } },
  };

  // A voice: its sound, and its sentences in the order of time.
  const voices = all("audio[data-text]").map((audio) => ({
    audio,
    seconds: Number(audio.dataset.seconds),
    marks: all(`.${audio.dataset.text} [data-t]`)
      .flatMap((element) => element.dataset.t.split(" ").map((start) => ({ start: Number(start), element })))
      .sort((one, other) => one.start - other.start),
    place: -1, // of the mark that is heard
    wanted: null, // a moment to go to as soon as the sound is there
  }));
  let voice = voices[0];
  if (!bar || !voice) return;

  const moment = (of = voice) => of.wanted ?? of.audio.currentTime;
  const isPlaying = () => !voice.audio.paused;
  const clock = (seconds) => {
    const [hours, minutes, rest] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
    const two = (number) => String(number).padStart(2, "0");
    return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  };

  /** The last mark that has begun at `time`, or -1; players round, so one that begins right then has. */
  function placeAt(marks, time) {
    let low = 0, high = marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (marks[middle].start <= time + 0.03) low = middle + 1; else high = middle;
    }
    return low - 1;
  }

  const pairs = (text) => text.split(" ").map((pair) => pair.split(",").map(Number));
  /** The moment of one recording that stands where `time` does in the other, by pairs of equal moments. */
  function across(table, time) {
    let i = table.findIndex(([here]) => here > time);
    if (i < 0) i = table.length - 1;
    const [before, after] = [table[Math.max(i - 1, 0)], table[i]];
    const part = after[0] > before[0] ? Math.min((time - before[0]) / (after[0] - before[0]), 1) : 0;
    return before[1] + part * (after[1] - before[1]);
  }

  // What is heard is marked.
  let following = kept.get("follow") !== "no", isAway = false, isReady = false, scrolled = -Infinity;
  /** Somebody scrolled by hand: then what is heard is not kept in view, until it is there again. */
  function setAway(away) {
    isAway = away;
    bar.classList.toggle("away", away && following);
  }
  function scroll(element, block) {
    scrolled = performance.now();
    element.scrollIntoView({ block, behavior: still.matches ? "auto" : "smooth" });
  }
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const blockOf = (element) => element.closest("[id]") ?? element;

  function keepInView(element) {
    if (!element || !isReady) return;
    if (!element.getClientRects().length) element = element.closest(".row"); // its column is folded away
    const { top, bottom, height } = element.getBoundingClientRect(), room = innerHeight - bar.offsetHeight;
    if (isAway && bottom > 0 && top < room) setAway(false);
    if (!following || isAway || (top > room * 0.12 && bottom < room * 0.85)) return;
    scroll(element, height > room / 2 ? "start" : "center");
  }

  function mark() {
    const place = placeAt(voice.marks, moment());
    if (place === voice.place) return;
    const [before, now] = [voice.marks[voice.place]?.element, voice.marks[place]?.element];
    voice.place = place;
    before?.removeAttribute("aria-current");
    const rows = [before, now].map((element) => element?.closest(".row"));
    if (rows[0] !== rows[1]) {
      rows[0]?.classList.remove("on");
      rows[1]?.classList.add("on");
    }
    if (!now) return;
    now.setAttribute("aria-current", "true");
    if (!document.activeElement?.closest("[data-t]")) makeStop(now);
    keepInView(now);
  }
  function unmark(of) {
    const element = of.marks[of.place]?.element;
    element?.removeAttribute("aria-current");
    element?.closest(".row")?.classList.remove("on");
    of.place = -1;
  }
  /** The one sentence of a voice that the Tab key reaches; arrows lead on from it. */
  function makeStop(element) {
    const of = voices.find(({ marks }) => marks.some((each) => each.element === element));
    of.stop?.setAttribute("tabindex", "-1");
    element.tabIndex = 0;
    of.stop = element;
  }

  const range = find("input[type=range]", bar), chapter = find(".chapter", bar);
  let second = -1;
  function tell() {
    const time = moment();
    if (Math.floor(time) === second) return;
    second = Math.floor(time);
    range.value = second;
    find(".now", bar).textContent = clock(time);
    if (document.activeElement !== range) describe();
    if (chapter && voice === voices[0]) {
      const begun = [...chapter.options].filter((option) => Number(option.value) <= time + 0.03);
      chapter.selectedIndex = Math.max(begun.length - 1, 0);
    }
    if (second % 5 === 0) remember();
  }
  const describe = () => range.setAttribute("aria-valuetext", `${clock(moment())} / ${clock(voice.seconds)}`);

  let frame = 0, until = Infinity;
  function step() {
    mark();
    tell();
    if (moment() >= until) { voice.audio.pause(); until = Infinity; }
    frame = isPlaying() ? requestAnimationFrame(step) : 0;
  }
  const update = () => { if (!frame) step(); };

  // What a listener can do.
  const play = () => voice.audio.play().catch(() => { /* refused, or overtaken by a pause */ });
  const toggle = () => (isPlaying() ? voice.audio.pause() : play());
  function seek(time, of = voice) {
    until = Infinity;
    of.wanted = Math.min(Math.max(time, 0), of.seconds);
    if (of.audio.readyState > 0) arrive(of); else if (of.audio.preload === "none") { of.audio.preload = "metadata"; of.audio.load(); }
    update();
  }
  function arrive(of) {
    if (of.wanted !== null) of.audio.currentTime = of.wanted;
    of.wanted = null;
  }
  function goTo(place) {
    const found = voice.marks[Math.min(Math.max(place, 0), voice.marks.length - 1)];
    if (!found) return;
    setAway(false);
    seek(found.start);
    if (document.activeElement?.closest("[data-t]")) focus(found.element);
  }
  /** A sentence on or back; back goes first to where this one began, if that is some time ago. */
  function bySentence(steps) {
    const place = placeAt(voice.marks, moment());
    goTo(steps < 0 && place >= 0 && moment() - voice.marks[place].start > 1.5 ? place : place + steps);
  }
  function byBlock(steps) {
    const { marks } = voice, place = Math.max(placeAt(marks, moment()), 0), own = blockOf(marks[place].element);
    const first = marks.findIndex(({ element }) => blockOf(element) === own);
    if (steps > 0) {
      const next = marks.findIndex(({ element }, i) => i > place && blockOf(element) !== own);
      if (next >= 0) goTo(next);
    } else if (moment() - marks[first].start > 1.5 || first === 0) goTo(first);
    else goTo(marks.findIndex(({ element }) => blockOf(element) === blockOf(marks[first - 1].element)));
  }
  const speed = find(".speed", bar);
  function setSpeed(value) {
    speed.value = value;
    if (speed.selectedIndex < 0) speed.value = value = "1";
    for (const { audio } of voices) audio.playbackRate = audio.defaultPlaybackRate = Number(value);
    kept.set("speed", value);
  }
  function bySpeed(steps) {
    const option = speed.options[speed.selectedIndex + steps];
    if (option) setSpeed(option.value);
  }
  function setFollow(on) {
    following = on;
    setAway(false);
    find(".follow", bar).setAttribute("aria-pressed", String(on));
    kept.set("follow", on ? "yes" : "no");
    const now = voice.marks[voice.place]?.element;
    if (on && now) scroll(now, "center");
  }
  /** The moment of a voice that stands where the one that is heard is. */
  function momentOf(other) {
    if (other === voice) return moment();
    const table = pairs(find(".beside").dataset.map);
    return across(other === voices[1] ? table : table.map(([one, two]) => [two, one]), moment());
  }
  /** Go on with another voice: at the sentence that stands where this one is. */
  function change(to) {
    if (to === voice || !to) return;
    const time = momentOf(to), wasPlaying = isPlaying();
    become(to);
    seek(to.marks[placeAt(to.marks, time)]?.start ?? time);
    if (wasPlaying) play();
  }
  function become(to) {
    if (to === voice) return;
    voice.audio.pause();
    unmark(voice);
    voice = to;
    second = -1;
    introduce();
  }
  function link() {
    const start = voice.marks[voice.place]?.start ?? moment();
    const language = voice === voices[0] ? "" : `&in=${voice.audio.dataset.language}`;
    const address = `${location.href.split("#")[0]}#t=${Math.ceil(start * 10) / 10}${language}`;
    try { history.replaceState(null, "", address); } catch { /* of no use to the clipboard */ }
    const said = find(".said", bar);
    navigator.clipboard?.writeText(address).then(() => {
      said.textContent = said.dataset.copied;
      setTimeout(() => { said.textContent = ""; }, 2500);
    }, () => { /* it stands in the address bar */ });
  }
  function introduce() {
    const { audio, seconds } = voice, { title, artist, album, cover } = audio.dataset;
    bar.dataset.voice = voices.indexOf(voice);
    range.max = Math.floor(seconds);
    find(".length", bar).textContent = clock(seconds);
    for (const button of all(".voice", bar)) button.hidden = voices[button.dataset.voice] === voice;
    if (chapter) chapter.disabled = voice !== voices[0];
    if (!navigator.mediaSession) return;
    const artwork = cover && location.protocol !== "file:" ? [{ src: new URL(cover, location.href).href }] : [];
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist, album, artwork });
  }

  // Where to begin.
  const name = `at.${location.pathname}`;
  const remember = () => kept.set(name, `${voices.indexOf(voice)} ${moment().toFixed(1)}`);
  const seconds = (text) => text.split(":").reduce((sum, part) => sum * 60 + Number(part || NaN), 0);
  /** Go where the fragment of the address leads; whether it led anywhere. */
  function follow(hash) {
    const found = /[#&]t=(?:npt:)?([\d:.]+)(?:,([\d:.]+))?/.exec(hash);
    const block = /^#[pq]\d+$/.test(hash) && find(hash);
    if (block) {
      const of = voices.find(({ marks }) => marks.some(({ element }) => blockOf(element) === block));
      if (!of) return true;
      become(of);
      seek(of.marks.find(({ element }) => blockOf(element) === block).start);
      return true;
    }
    const time = found ? seconds(found[1]) : NaN;
    if (Number.isNaN(time)) return false;
    const language = /[#&]in=([\w-]+)/.exec(hash)?.[1];
    become(voices.find(({ audio }) => audio.dataset.language === language) ?? voices[0]);
    seek(time);
    if (found[2]) until = seconds(found[2]);
    const now = voice.marks[voice.place]?.element;
    setAway(false);
    now?.scrollIntoView({ block: "center" });
    return true;
  }

  for (const each of voices) {
    const { audio } = each;
    audio.controls = false;
    audio.addEventListener("loadedmetadata", () => { arrive(each); update(); });
    audio.addEventListener("play", () => {
      if (each !== voice) become(each); // by the keys of a headset
      bar.classList.add("playing");
      update();
      keepInView(voice.marks[voice.place]?.element);
    });
    audio.addEventListener("pause", () => {
      if (each !== voice) return;
      bar.classList.remove("playing");
      remember();
    });
    audio.addEventListener("ended", () => kept.set(name, ""));
    for (const event of ["seeking", "seeked", "timeupdate"]) audio.addEventListener(event, () => { if (each === voice) update(); });
  }
  addEventListener("pagehide", () => { if (moment() > 0 && !voice.audio.ended) remember(); });
  addEventListener("scroll", () => { if (isPlaying() && performance.now() - scrolled > 1000) setAway(true); }, { passive: true });
  addEventListener("hashchange", () => follow(location.hash));

  document.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const target = event.target.closest("a, button, [data-t]");
    if (!target) return;
    if (target.dataset.at !== undefined) {
      event.preventDefault();
      become(voices[0]);
      goTo(placeAt(voice.marks, Number(target.dataset.at) + 0.01));
      play();
    } else if (target.dataset.of && moment() > 0) {
      target.hash = `#t=${(target.dataset.map ? across(pairs(target.dataset.map), moment()) : momentOf(voices[target.dataset.of])).toFixed(1)}`;
    } else if (target.matches("[data-t]") && getSelection().isCollapsed) playFrom(target);
  });
  function playFrom(element) {
    const of = voices.find(({ marks }) => marks.some((each) => each.element === element));
    become(of);
    setAway(false);
    makeStop(element);
    seek(Number(element.dataset.t.split(" ")[0]));
    play();
  }

  const actions = {
    back: () => bySentence(-1), forward: () => bySentence(1), toggle,
    follow: () => setFollow(!following || isAway), link, help: () => find(".keys").showModal(),
  };
  for (const [button, action] of Object.entries(actions)) find(`.${button}`, bar).addEventListener("click", action);
  for (const button of all(".voice", bar)) button.addEventListener("click", () => change(voices[button.dataset.voice]));
  range.addEventListener("input", () => { setAway(false); seek(Number(range.value)); describe(); });
  speed.addEventListener("change", () => setSpeed(speed.value));
  chapter?.addEventListener("change", () => goTo(placeAt(voice.marks, Number(chapter.value) + 0.01)));

  // Keys: none with Ctrl, Alt or Meta, none where something is typed or chosen, and none if a listener wants none.
  const isRight = document.documentElement.dir === "rtl" ? -1 : 1;
  const keys = {
    " ": toggle, k: toggle, ArrowLeft: () => bySentence(-isRight), ArrowRight: () => bySentence(isRight),
    j: () => bySentence(-1), l: () => bySentence(1), p: () => byBlock(-1), n: () => byBlock(1),
    "-": () => bySpeed(-1), "[": () => bySpeed(-1), "+": () => bySpeed(1), "=": () => bySpeed(1), "]": () => bySpeed(1),
    s: () => change(voices.find((each) => each !== voice)), f: actions.follow, c: link, "?": actions.help,
  };
  const wanted = find(".keys input");
  wanted.checked = kept.get("keys") !== "no";
  wanted.addEventListener("change", () => kept.set("keys", wanted.checked ? "yes" : "no"));
  function focus(element) {
    makeStop(element);
    element.focus({ preventScroll: true });
    scroll(element, "nearest");
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const { key, target } = event;
    if (target.closest("input, select, textarea, audio, dialog, [contenteditable]")) return;
    const sentence = target.closest("[data-t]");
    if (sentence === target) {
      const { marks } = voices.find((each) => each.marks.some(({ element }) => element === target));
      const place = marks.findIndex(({ element }) => element === target);
      const ahead = { ArrowDown: 1, ArrowUp: -1, ArrowRight: isRight, ArrowLeft: -isRight }[key];
      const next = key === "Home" ? marks[0] : key === "End" ? marks.at(-1) : marks[place + ahead];
      if (key === "Enter") playFrom(target);
      else if (next) focus(next.element);
      if (key === "Enter" || next) { event.preventDefault(); return; }
    }
    if (!wanted.checked) return;
    if (target.closest("a, button, summary") && (key === " " || key === "Enter")) return;
    const action = keys[key.length === 1 ? key.toLowerCase() : key];
    if (!action || (event.repeat && action === toggle)) return;
    event.preventDefault();
    action();
  });

  const session = navigator.mediaSession;
  if (session) {
    const handlers = {
      play, pause: () => voice.audio.pause(), previoustrack: () => byBlock(-1), nexttrack: () => byBlock(1),
      seekbackward: () => bySentence(-1), seekforward: () => bySentence(1), seekto: ({ seekTime }) => seek(seekTime),
    };
    for (const [action, handler] of Object.entries(handlers)) {
      try { session.setActionHandler(action, handler); } catch { /* a browser that does not know it */ }
    }
  }

  document.documentElement.classList.add("js");
  bar.hidden = false;
  setSpeed(kept.get("speed") ?? "1");
  find(".follow", bar).setAttribute("aria-pressed", String(following));
  for (const of of voices) if (of.marks[0]) makeStop(of.marks[0].element);
  introduce();
  if (!follow(location.hash)) {
    const [place, time] = (kept.get(name) ?? "").split(" ").map(Number);
    if (time > 10 && voices[place]) { become(voices[place]); seek(time); }
  }
  update();
  isReady = true;
})();
