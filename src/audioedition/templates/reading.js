/* Read along: the sentence that is heard is marked and kept in view; side by side, the voice can change its language. */
(() => {
  "use strict";
  if (self !== top) document.documentElement.classList.add("embedded"); // a blog shows it in a frame
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const bar = find(".bar"), part = (name) => find(`.${name}`, bar);
  const kept = { // what a listener chose; a browser may refuse to keep it
    get(name) { try { return localStorage.getItem(`audioedition.${name}`); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(`audioedition.${name}`, value); } catch { /* then not */ } },
  };

  // A voice: its sound, and its marks, the starts of what it says, in the order of time.
  const voices = all("audio[data-text]").map((audio) => ({
    audio,
    seconds: Number(audio.dataset.seconds),
    marks: all(`.${audio.dataset.text} [data-t]`)
      .flatMap((element) => element.dataset.t.split(" ").map((start) => ({ start: Number(start), element })))
      .sort((one, other) => one.start - other.start),
    place: -1, // of the mark that is heard
    wanted: null, // a moment to go to as soon as there is a sound
  }));
  if (!bar || !voices.length) return;
  let voice = voices[0], until = Infinity, isReady = false, hasBegun = false;
  const voiceOf = (element) => voices.find(({ audio }) => element.closest(`.${audio.dataset.text}`));
  const blockOf = (element) => element.closest("[id]") ?? element;
  const moment = () => voice.wanted ?? voice.audio.currentTime;
  const heard = () => voice.marks[voice.place]?.element;
  const isPlaying = () => !voice.audio.paused;
  const clock = (seconds) => {
    const [hours, ...rest] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
    return (hours ? [hours, ...rest] : rest).map((n, i) => (i ? String(n).padStart(2, "0") : n)).join(":");
  };

  /** The place of the last mark that has begun at `time`, or -1; players round, so one that begins right then has. */
  function placeAt(time, { marks } = voice) {
    let low = 0, high = marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (marks[middle].start <= time + 0.03) low = middle + 1; else high = middle;
    }
    return low - 1;
  }
  /** The moment of one recording that stands where `time` does in another; `map` holds moments that are equal. */
  function across(map, time, back) {
    const pairs = map.split(" ").map((pair) => pair.split(",").map(Number)).map(([a, b]) => (back ? [b, a] : [a, b]));
    const next = Math.max(pairs.findIndex(([here]) => here > time), 0) || pairs.length - 1;
    const [[from, to], [end, there]] = [pairs[next - 1], pairs[next]];
    return to + (there - to) * Math.min((time - from) / (end - from || 1), 1);
  }
  const momentOf = (other) => (other === voice ? moment() : across(find(".beside").dataset.map, moment(), other === voices[0]));

  // What is heard is kept in view, unless somebody scrolled by hand: then not until it is in view again.
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let following = kept.get("follow") !== "no", isAway = false, scrolled = -Infinity;
  function setAway(away) {
    isAway = away;
    bar.classList.toggle("away", away && following);
  }
  /** Bring into the middle, unless it is well in view; by ourselves, as a page around a frame must not move. */
  function bring(element, always) {
    if (!element.getClientRects().length) element = element.closest(".row"); // its column is folded away
    const { top, bottom, height } = element.getBoundingClientRect(), room = innerHeight - bar.offsetHeight;
    if (isAway && bottom > 0 && top < room) setAway(false);
    if (!always && (!following || isAway || (top > room * 0.12 && bottom < room * 0.85))) return;
    scrolled = performance.now();
    const y = scrollY + top - Math.max((room - height) / 2, room * 0.12);
    scrollTo({ top: y, behavior: still.matches || !isReady ? "instant" : "smooth" });
  }
  const keepInView = () => { if (isReady && heard()) bring(heard()); };
  addEventListener("scroll", () => { if (isPlaying() && performance.now() - scrolled > 1000) setAway(true); });

  function setMark(place) {
    const before = heard(), row = before?.closest(".row");
    before?.removeAttribute("aria-current");
    voice.place = place;
    const now = heard(), next = now?.closest(".row");
    if (row !== next) row?.classList.remove("on");
    next?.classList.add("on");
    now?.setAttribute("aria-current", "true");
    if (now && !document.activeElement.closest("[data-t]")) makeStop(now);
    keepInView();
  }
  const range = find("input", bar), chapter = part("chapter"), speed = part("speed");
  let second = -1;
  function tell() {
    if (second === Math.floor(moment())) return;
    second = Math.floor(moment());
    range.value = second;
    part("now").textContent = clock(second);
    if (document.activeElement !== range) describe();
    if (chapter) {
      const time = momentOf(voices[0]) + 0.03;
      chapter.selectedIndex = Math.max(all("option", chapter).findLastIndex(({ value }) => value <= time), 0);
    }
    if (second % 5 === 0) remember();
  }
  const describe = () => range.setAttribute("aria-valuetext", `${clock(moment())} / ${clock(voice.seconds)}`);
  let frame = 0;
  function step() {
    hasBegun ||= isPlaying();
    const place = hasBegun ? placeAt(moment()) : -1;
    if (place !== voice.place) setMark(place);
    tell();
    if (moment() >= until) voice.audio.pause();
    frame = isPlaying() ? requestAnimationFrame(step) : 0;
  }
  const update = () => { if (!frame) step(); };

  // What a listener can do.
  const play = () => voice.audio.play().catch(() => { /* refused, or overtaken by a pause */ });
  const toggle = () => (isPlaying() ? voice.audio.pause() : play());
  function seek(time) {
    const { audio, seconds } = voice;
    until = Infinity;
    hasBegun = true;
    setAway(false);
    voice.wanted = Math.min(Math.max(time, 0), seconds);
    if (audio.readyState) arrive(voice);
    else if (audio.preload === "none") audio.preload = "metadata";
    update();
  }
  function arrive(at) {
    if (at.wanted !== null) at.audio.currentTime = at.wanted;
    at.wanted = null;
  }
  function goTo(place) {
    const { start, element } = voice.marks[Math.min(Math.max(place, 0), voice.marks.length - 1)] ?? {};
    if (!element) return;
    seek(start);
    if (document.activeElement.closest("[data-t]")) focus(element);
  }
  /** Chapters are those of the first voice; the others know where that is. */
  const goToChapter = (time) => goTo(placeAt(voice === voices[0] ? time : across(find(".beside").dataset.map, time)));
  /** A sentence on or back; back goes first to where this one began, if that is some time ago. */
  function bySentence(steps) {
    const place = placeAt(moment()), isLate = moment() - voice.marks[place]?.start > 1.5;
    goTo(steps < 0 && isLate ? place : place + steps);
  }
  function byBlock(steps) {
    const blocks = voice.marks.map(({ element }) => blockOf(element)), place = Math.max(placeAt(moment()), 0);
    const first = blocks.indexOf(blocks[place]);
    const next = blocks.findIndex((block, i) => i > place && block !== blocks[place]);
    if (steps > 0) goTo(next < 0 ? place : next);
    else goTo(first && moment() - voice.marks[first].start <= 1.5 ? blocks.indexOf(blocks[first - 1]) : first);
  }
  function setSpeed(value) {
    speed.value = value;
    if (speed.selectedIndex < 0) speed.value = "1";
    for (const { audio } of voices) audio.playbackRate = audio.defaultPlaybackRate = Number(speed.value);
    kept.set("speed", speed.value);
  }
  const bySpeed = (steps) => setSpeed((speed.options[speed.selectedIndex + steps] ?? speed).value);
  function setFollow(on) {
    following = on;
    setAway(false);
    part("follow").setAttribute("aria-pressed", on);
    kept.set("follow", on ? "yes" : "no");
    if (on && heard()) bring(heard(), true);
  }
  function become(other) {
    if (other === voice) return;
    voice.audio.pause();
    setMark(-1);
    voice = other;
    introduce();
  }
  /** Go on with another voice: with the sentence that stands where this one is. */
  function change(other) {
    if (!other || other === voice) return;
    const time = momentOf(other), wasPlaying = isPlaying();
    become(other);
    seek(other.marks[placeAt(time)]?.start ?? time);
    if (wasPlaying) play();
  }
  function playFrom(element, start = Number(element.dataset.t.split(" ")[0])) {
    become(voiceOf(element));
    makeStop(element);
    seek(start);
    play();
  }
  function link() {
    const start = voice.marks[voice.place]?.start ?? moment(), said = part("said");
    const language = voice === voices[0] ? "" : `&in=${voice.audio.dataset.language}`;
    const address = `${location.href.split("#")[0]}#t=${Math.ceil(start * 10) / 10}${language}`;
    try { history.replaceState(null, "", address); } catch { /* of no use to the clipboard */ }
    navigator.clipboard?.writeText(address).then(() => {
      said.textContent = said.dataset.copied;
      setTimeout(() => { said.textContent = ""; }, 2500);
    }, () => { /* it stands in the address bar */ });
  }
  const session = navigator.mediaSession;
  function introduce() {
    const { artist, cover, text } = voice.audio.dataset;
    const title = find(`.${text} :is(h1, .title)`).textContent, album = find(".up").textContent;
    second = -1;
    range.max = Math.floor(voice.seconds);
    part("length").textContent = clock(voice.seconds);
    for (const button of all(".voice", bar)) button.hidden = voices[button.dataset.voice] === voice;
    const artwork = cover && location.protocol !== "file:" ? [{ src: new URL(cover, location.href).href }] : [];
    if (session) session.metadata = new MediaMetadata({ title, artist, album, artwork });
  }

  // Where to begin: where the address leads, or where this listener was.
  const home = `at.${location.pathname}`;
  const remember = () => { if (isReady) kept.set(home, `${voices.indexOf(voice)} ${moment().toFixed(1)}`); };
  const seconds = (text) => text?.split(":").reduce((sum, digits) => sum * 60 + Number(digits || NaN), 0);
  function follow() {
    const { hash } = location, [, time, end] = /[#&]t=(?:npt:)?([\d:.]+)(?:,([\d:.]+))?/.exec(hash) ?? [];
    const block = /^#[pq]\d+$/.test(hash) && find(hash), of = block ? voiceOf(block) : null;
    const first = of?.marks.find(({ element }) => blockOf(element) === block);
    if (first) {
      become(of);
      seek(first.start);
    } else if (seconds(time) >= 0) {
      const language = /[#&]in=([\w-]+)/.exec(hash)?.[1];
      become(voices.find(({ audio }) => audio.dataset.language === language) ?? voices[0]);
      seek(seconds(time));
      until = seconds(end) > seconds(time) ? seconds(end) : Infinity;
      if (heard()) bring(heard(), true);
    }
    return Boolean(block || time);
  }

  for (const each of voices) {
    const { audio } = each, on = (event, then) => audio.addEventListener(event, then);
    audio.controls = false;
    on("loadedmetadata", () => { arrive(each); if (each === voice) update(); });
    on("play", () => { // not always by us: also by the keys of a headset
      become(each);
      bar.classList.add("playing");
      update();
      keepInView();
    });
    on("pause", () => {
      bar.classList.toggle("playing", isPlaying());
      if (each !== voice) return;
      until = Infinity;
      remember();
    });
    on("ended", () => kept.set(home, ""));
    for (const event of ["seeking", "seeked", "timeupdate"]) on(event, () => { if (each === voice) update(); });
  }
  addEventListener("pagehide", () => { if (moment() > 0 && !voice.audio.ended) remember(); });
  addEventListener("hashchange", follow);

  // The one sentence of a voice that the Tab key reaches; arrows lead on from it.
  function makeStop(element) {
    const of = voiceOf(element);
    of.stop?.setAttribute("tabindex", "-1");
    of.stop = element;
    element.tabIndex = 0;
  }
  function focus(element) {
    makeStop(element);
    element.focus({ preventScroll: true });
    const { top, bottom } = element.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight - bar.offsetHeight) bring(element, true);
  }

  const hasModifier = (event) => event.ctrlKey || event.altKey || event.metaKey;
  document.addEventListener("click", (event) => {
    const target = event.target.closest("a, button, [data-t]");
    if (!target || event.button || event.shiftKey || hasModifier(event)) return;
    const { at, of, map, t } = target.dataset;
    if (at) {
      event.preventDefault();
      goToChapter(Number(at));
      play();
    } else if (of && moment() > 0) {
      target.hash = `#t=${(map ? across(map, moment()) : momentOf(voices[of])).toFixed(1)}`;
    } else if (t && getSelection().isCollapsed) playFrom(target);
  });
  const actions = {
    back: () => bySentence(-1), forward: () => bySentence(1), toggle, link,
    follow: () => setFollow(!following || isAway), help: () => { find(".keys").showModal(); find(".keys button").focus(); },
  };
  for (const [name, action] of Object.entries(actions)) part(name).addEventListener("click", action);
  for (const button of all(".voice", bar)) button.addEventListener("click", () => change(voices[button.dataset.voice]));
  range.addEventListener("input", () => { seek(Number(range.value)); describe(); });
  speed.addEventListener("change", () => setSpeed(speed.value));
  chapter?.addEventListener("change", () => goToChapter(Number(chapter.value)));

  // Keys: none with Ctrl, Alt or Meta, none where something is typed or chosen, and none if a listener wants none.
  const right = document.documentElement.dir === "rtl" ? -1 : 1;
  const keys = {
    " ": toggle, k: toggle, j: actions.back, l: actions.forward, p: () => byBlock(-1), n: () => byBlock(1),
    ArrowLeft: () => bySentence(-right), ArrowRight: () => bySentence(right),
    "-": () => bySpeed(-1), "[": () => bySpeed(-1), "+": () => bySpeed(1), "=": () => bySpeed(1), "]": () => bySpeed(1),
    s: () => change(voices.find((each) => each !== voice)), f: actions.follow, c: link, "?": actions.help,
  };
  const wanted = find(".keys input");
  wanted.addEventListener("change", () => kept.set("keys", wanted.checked ? "yes" : "no"));
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || hasModifier(event)) return;
    if (target.closest("input, select, textarea, audio, dialog, [contenteditable]")) return;
    let action = wanted.checked && keys[key.length > 1 ? key : key.toLowerCase()];
    if (target.dataset.t) {
      const { marks } = voiceOf(target), ahead = { ArrowDown: 1, ArrowUp: -1, ArrowRight: right, ArrowLeft: -right }[key];
      const next = { Home: marks[0], End: marks.at(-1) }[key] ?? marks[marks.findIndex(({ element }) => element === target) + ahead];
      if (next) action = () => focus(next.element);
      else if (key === "Enter") action = () => playFrom(target);
    } else if (target.closest("a, button, summary") && (key === " " || key === "Enter")) return;
    if (!action || (event.repeat && action === toggle)) return;
    event.preventDefault();
    action();
  });
  const handlers = {
    play, pause: () => voice.audio.pause(), previoustrack: keys.p, nexttrack: keys.n,
    seekbackward: keys.j, seekforward: keys.l, seekto: ({ seekTime }) => seek(seekTime),
  };
  for (const [name, handler] of Object.entries(session ? handlers : {})) {
    try { session.setActionHandler(name, handler); } catch { /* a browser that does not know it */ }
  }

  document.documentElement.classList.add("js");
  bar.hidden = false;
  wanted.checked = kept.get("keys") !== "no";
  setSpeed(kept.get("speed") ?? "1");
  part("follow").setAttribute("aria-pressed", following);
  for (const { marks: [first] } of voices) if (first) makeStop(first.element);
  introduce();
  if (!follow()) {
    const [place, time] = (kept.get(home) ?? "").split(" ").map(Number);
    if (time > 10 && voices[place]) { become(voices[place]); seek(time); }
  }
  update();
  isReady = true;
})();
