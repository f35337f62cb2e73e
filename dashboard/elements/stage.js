// Shows one of the scenes that lie over each other on the page. Everything is here, in the browser:
// which scene is shown follows from a state that all windows of a meeting share and from the clock,
// so windows stay in step and neither a lost network nor a restarted server stops the rotation.

const WIDTH = 1920, HEIGHT = 1080;
const CHECK = 4000; // ms between two looks whether the server answers
const DAY = 12 * 3600 * 1000; // ms after which a meeting left in a window begins anew
const STUCK = 60000; // ms of an answering server without connection after which the page is reloaded
const SETTLED = 700; // ms a redrawn page must be whole before it is shown
const UNASKED = 3000; // the same where the server draws nothing anew
const TYPING = 20000; // ms after the last letter for which somebody is still writing
const PATIENCE = 15000; // ms after which a figure that will not come keeps the others waiting no longer

let player = null;

export default function (component) {
  const parent = component.parentElement;
  player = player || new Player();
  player.take(component.data, parent);
  const own = player;
  // Streamlit also clears up a call that a later one has overtaken: only what has left the page
  // is over. While the server is gone the last picture stays, whatever becomes of the page.
  return () => setTimeout(() => {
    if (parent.isConnected || own.parent !== parent || own.copy) return;
    own.stop();
    player = null;
  });
}

const made = (name, parent, kind = "div") => {
  const node = document.createElement(kind);
  node.className = name;
  parent.appendChild(node);
  return node;
};
const app = () => document.querySelector('[data-testid="stApp"]');
const stage = () => document.querySelector(".st-key-stage:not(.held)");
// Whether the page is about to be loaded once more in the dark (stage.py): nothing is shown before.
const darkening = () => window.__darkening || (!sessionStorage.getItem("darkened") &&
  localStorage.getItem("stActiveTheme-" + window.location.pathname + "-v2") !== '"Dark"');
const clock = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
};
const time = (date) => String(date.getHours()).padStart(2, "0") + ":" + String(date.getMinutes()).padStart(2, "0");

class Player {
  constructor() {
    this.path = window.location.pathname;
    this.shown = -1;
    this.ready = false;
    this.lost = false;
    this.contact = new Date();
    this.digits = "";
    this.typed = 0;
    this.filling = false;
    this.sheet = made("", document.head, "style");
    this.ends = new AbortController();
    const on = (target, name, act, more) =>
      target.addEventListener(name, act, { signal: this.ends.signal, ...more });
    on(window, "keydown", (event) => this.key(event), { capture: true });
    on(window, "input", () => { this.typed = Date.now(); }, { capture: true });
    on(window, "pagehide", () => { if (this.holding) this.tell({ held: false }); });
    on(window, "resize", () => this.place());
    on(window, "online", () => this.check());
    on(window, "offline", () => this.check());
    on(document, "visibilitychange", () => { this.paint(); this.wake(); });
    this.watch = new MutationObserver(() => this.connection());
    this.checks = setInterval(() => this.check(), CHECK);
    this.looks = setInterval(() => this.look(), 150);
    this.ticks = setInterval(() => this.tick(), 500);
    this.wake();
  }

  take(data, parent) {
    const first = !this.data;
    this.data = data;
    this.parent = parent;
    this.furnish(parent);
    if (first) this.join();
    this.shown = -1;
    this.place();
    this.paint();
  }

  stop() {
    this.ends.abort();
    this.watch.disconnect();
    [this.checks, this.looks, this.ticks].forEach(clearInterval);
    clearTimeout(this.turn);
    this.channel?.close();
    this.sheet.remove();
    this.copy?.remove();
    this.desk?.remove();
    // Whoever goes back to the other pages gets them in his own light again.
    if (window.location.pathname !== this.path) window.location.reload();
  }

  // What is drawn by this script: dots, progress, the strip; the presenter's clocks and buttons.
  furnish(parent) {
    parent.replaceChildren();
    this.dots = made("dots", parent);
    this.data.scenes.forEach(() => made("", this.dots, "i"));
    made("", this.dots, "b").textContent = this.data.words.held;
    this.bar = made("", made("mark", parent), "i");
    this.strip = made("strip", parent);
    this.strip.setAttribute("role", "status");
    this.strip.classList.toggle("said", this.lost);
    this.desk?.remove();
    if (this.data.presenter) this.desk = this.presenter();
  }

  presenter() {
    const { words } = this.data;
    const desk = made("desk", app());
    const head = made("clocks", desk);
    this.clockNow = made("clock", head);
    this.clockAll = made("spent", head);
    this.clockHere = made("spent", head);
    const button = (name, words, act) => {
      const node = made("step " + name, head, "button");
      node.textContent = words;
      node.addEventListener("click", () => { act(); node.blur(); });
      return node;
    };
    button("previous", "← " + words.previous, () => this.step(-1));
    button("next", words.next + " →", () => this.step(1));
    made("paused", head).textContent = words.held;
    this.pauser = button("pause", words.pause, () => this.pause());
    this.nextTitle = made("next_title", desk);
    return desk;
  }

  // ---- which scene: from the shared state and the clock
  get period() { return this.data.seconds * 1000 / this.data.pace; }
  get count() { return this.data.scenes.length; }

  index() {
    const { at, since, held } = this.state;
    if (held || !this.period) return Math.min(at, this.count - 1);
    return (at + Math.max(0, Math.floor((Date.now() - since) / this.period))) % this.count;
  }

  join() {
    const name = "minyi-screen:" + this.data.channel;
    const kept = sessionStorage.getItem(name);
    const told = parseInt(window.location.hash.slice(1), 10);
    const now = Date.now();
    const before = kept ? JSON.parse(kept) : null;
    this.state = before && now - before.since < DAY ? before : {
      at: told > 0 ? Math.min(told, this.count) - 1 : 0, since: now, began: now, held: false, stamp: 0,
    };
    this.keep = () => sessionStorage.setItem(name, JSON.stringify(this.state));
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = ({ data }) => {
      if (data === "hello") return this.channel.postMessage(this.state);
      if (data.stamp < this.state.stamp) return undefined;
      this.state = data;
      this.keep();
      return this.paint();
    };
    this.channel.postMessage("hello");
    this.keep();
  }

  tell(change) {
    const now = Date.now();
    const id = now + "-" + Math.random();
    this.state = { ...this.state, at: this.index(), since: now, ...change, stamp: now, id, relayed: false };
    this.keep();
    this.channel.postMessage(this.state);
    this.paint();
  }

  // The form that is open; Streamlit's own dialog about a lost server is none.
  form() { return this.isAway() ? null : document.querySelector("[role=dialog]"); }

  // While the presenter fills in a form the scenes stay where they are, on every screen.
  hold_while_filling_in() {
    const field = document.activeElement?.closest?.("input, textarea, [contenteditable]");
    const isTyping = field && Date.now() - this.typed < TYPING;
    const filling = !!(this.data.presenter && this.period && (this.form() || isTyping));
    if (filling === this.filling) return;
    this.filling = filling;
    if (filling && !this.state.held) {
      this.holding = true;
      this.tell({ held: true });
    } else if (!filling && this.holding) {
      this.holding = false;
      if (this.state.held) this.tell({ held: false });
    }
  }

  go(place) { this.tell({ at: Math.min(this.count - 1, Math.max(0, place)) }); }
  step(by) { this.go(this.index() + by); }
  pause() { this.tell({ held: !this.state.held }); }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !this.data) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog]")) return;
    // A form that lost the focus, to a page drawn anew beneath it, is still what the keys are for.
    if (this.form() && event.key === "Escape") this.form().querySelector("[aria-label=Close]")?.click();
    if (this.form()) return;
    const acts = {
      ArrowRight: () => this.step(1), PageDown: () => this.step(1), " ": () => this.step(1),
      ArrowLeft: () => this.step(-1), PageUp: () => this.step(-1),
      p: () => this.pause(), f: () => this.full(), Escape: () => this.full(false),
    };
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = acts[name] || (/^[0-9]$/.test(name) ? () => this.digit(name) : null);
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }

  // With more than nine scenes a second digit is waited for.
  digit(name) {
    clearTimeout(this.jump);
    this.digits += name;
    const jump = () => {
      const place = Number(this.digits);
      this.digits = "";
      if (place > 0) this.go(place - 1);
    };
    if (Number(this.digits) * 10 > this.count) jump();
    else this.jump = setTimeout(jump, 700);
  }

  full(wanted = !document.fullscreenElement) {
    const done = wanted ? document.documentElement.requestFullscreen()
      : document.fullscreenElement && document.exitFullscreen();
    done?.catch?.(() => undefined);
  }

  // The screen does not go to sleep during a meeting (where the browser allows it).
  wake() {
    if (document.visibilityState === "visible") {
      navigator.wakeLock?.request("screen").catch(() => undefined);
    }
  }

  // ---- what is seen
  place() {
    if (!this.data) return;
    const fitted = (left, top, width, height) => {
      const scale = Math.min(width / WIDTH, height / HEIGHT);
      const right = left + (width - scale * WIDTH) / 2;
      const down = top + (height - scale * HEIGHT) / 2;
      return "translate(" + right + "px," + down + "px) scale(" + scale + ")";
    };
    const width = window.innerWidth, height = window.innerHeight;
    this.views = { now: fitted(0, 0, width, height), next: "none", left: width, below: height };
    if (this.data.presenter) {
      const head = 64, gap = 20;
      const large = Math.min(width * 0.56, (height - head) * 0.56 * WIDTH / HEIGHT);
      const small = Math.min(width - large - 3 * gap, large * 0.66);
      this.views = {
        now: fitted(gap, head, large, large * HEIGHT / WIDTH),
        next: fitted(large + 2 * gap, head + 40, small, small * HEIGHT / WIDTH),
        left: large + 2 * gap, below: head + large * HEIGHT / WIDTH + gap,
        under: head + 40 + small * HEIGHT / WIDTH + gap,
      };
    }
    this.paint(true);
  }

  paint(anew = false) {
    if (!this.state || !this.views) return;
    clearTimeout(this.turn);
    const index = this.index();
    const left = this.period && !this.state.held
      ? this.period - ((Date.now() - this.state.since) % this.period) : 0;
    if (left && document.visibilityState === "visible") {
      this.turn = setTimeout(() => this.paint(), left + 2);
    }
    this.progress(left);
    if (index !== this.shown || anew) this.dress(index);
    this.shown = index;
    this.tick();
  }

  // One style block instead of classes: what Streamlit draws anew has its place at once.
  dress(index) {
    const { now, next, left, below, under } = this.views;
    const after = index + 1 < this.count ? index + 1 : -1;
    const on = (place) => ".st-key-stage .st-key-scene_" + place;
    const scaled = "{ --now:" + now + "; --next:" + next + " }";
    const rules = [
      ".stApp.stApp " + scaled,
      ".stApp { --left:" + left + "px; --below:" + below + "px; --under:" + under + "px }",
      on(index) + " { visibility:visible; opacity:1; transition:opacity .25s }",
    ];
    if (this.ready) rules.push(".stApp .st-key-stage, .stApp .st-key-over { opacity:1 } .stApp .stSpinner { display:none }");
    // A figure takes its measure as it is drawn, so nothing is scaled before all are.
    if (!this.ready || this.copy) {
      rules.push(".stApp .st-key-stage { --now:none; --next:none }", ".stApp .held.held " + scaled);
    }
    if (this.data.presenter) {
      rules.push(".st-key-notes .st-key-note_" + index + " { display:flex !important }");
      if (after > 0) rules.push(on(after) + " { visibility:visible; opacity:1; transform:var(--next) }");
      const title = after > 0 ? this.data.scenes[after].title : this.data.words.no_next_scene;
      this.nextTitle.textContent = this.data.words.next_scene + (after > 0 ? " " + (after + 1) : "") + " · " + title;
    }
    this.sheet.textContent = rules.join("\n");
    [...this.dots.children].forEach((dot, place) => { dot.className = place === index ? "now" : ""; });
  }

  progress(left) {
    this.run?.cancel();
    this.run = null;
    if (!left) return;
    const from = "scaleX(" + (1 - left / this.period) + ")";
    this.run = this.bar.animate([{ transform: from }, { transform: "scaleX(1)" }], left);
  }

  tick() {
    if (!this.data || !this.state) return;
    this.hold_while_filling_in();
    this.dots.classList.toggle("paused", this.state.held && this.period > 0);
    if (!this.data.presenter) return;
    const { words } = this.data, now = Date.now();
    const { held, since, began } = this.state;
    const here = this.period && !held ? (now - since) % this.period * this.data.pace : now - since;
    this.clockNow.textContent = time(new Date());
    this.clockAll.textContent = words.spent + " " + clock(now - began);
    this.clockHere.textContent = words.spent_here + " " + clock(here) +
      (this.data.seconds ? " / " + clock(this.data.seconds * 1000) : " · " + words.by_hand);
    this.desk.classList.toggle("paused", held && this.period > 0);
    this.pauser.textContent = held ? words.resume : words.pause;
    this.pauser.style.visibility = this.data.seconds ? "visible" : "hidden";
  }

  // ---- drawn whole or not at all
  drawn() {
    const root = stage();
    return !!root && this.data.scenes.every((scene, place) => {
      const node = root.querySelector(".st-key-scene_" + place);
      if (!node?.querySelector(".wall")) return false;
      const figure = node.querySelector(".js-plotly-plot .main-svg");
      // It is drawn small at first and then as large as its place.
      const size = Number(figure?.getAttribute("width")) / scene.width;
      return !scene.width || (size > 0.9 && size < 1.1 && !!figure.querySelector("path, text"));
    });
  }

  look() {
    if (!this.data) return;
    this.observe();
    this.fit();
    if ((this.ready && !this.copy) || darkening()) return;
    // The scenes of a run come before its data; where none was asked for, rest is waited for.
    const fresh = this.data.run !== this.replaced;
    const quiet = app().dataset.testScriptState === "notRunning";
    const asked = !this.isAway() && (fresh || quiet) && !!stage();
    this.asked = asked ? this.asked || Date.now() : 0;
    const whole = asked && (this.drawn() || (quiet && Date.now() - this.asked > PATIENCE));
    this.rest = whole ? this.rest || Date.now() : 0;
    const least = !this.copy ? 150 : fresh ? SETTLED : UNASKED;
    if (!this.rest || Date.now() - this.rest < least) return;
    if (document.fonts.status !== "loaded") return;
    this.ready = true;
    this.copy?.remove();
    this.copy = null;
    this.dress(this.index());
  }

  // Words too many for their place become smaller, never under 24 px.
  fit() {
    document.querySelectorAll(".wall [data-fit]:not([data-fitted])").forEach((node) => {
      node.dataset.fitted = "yes";
      const least = Number(node.dataset.fit);
      const over = () => node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1;
      let size = parseFloat(getComputedStyle(node).fontSize);
      while (size > least && over()) {
        size = Math.max(least, size - 2);
        node.style.fontSize = size + "px";
        node.style.lineHeight = "1.45";
      }
    });
  }

  // ---- the server
  observe() {
    if (this.observed === app()) return;
    this.observed = app();
    this.watch.disconnect();
    this.watch.observe(this.observed, {
      attributes: true, attributeFilter: ["data-test-connection-state", "data-test-script-state"],
    });
  }

  isAway() { return app().dataset.testConnectionState !== "CONNECTED"; }

  async check() {
    let answers = false;
    try {
      const address = new URL("_stcore/health", window.location.href.split("?")[0]);
      answers = (await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(3500) })).ok;
    } catch { /* gone */ }
    this.missed = answers ? 0 : (this.missed || 0) + 1;
    if (answers && this.isAway()) {
      this.stuck = this.stuck || Date.now();
      if (Date.now() - this.stuck > STUCK) window.location.reload();
    } else {
      this.stuck = 0;
    }
    this.connection();
  }

  connection() {
    if (!this.data) return;
    const lost = this.isAway() || this.missed > 1 || (this.missed > 0 && !navigator.onLine);
    if (this.isAway() && this.ready && !this.copy) this.hold();
    if (!lost && !this.lost) this.contact = new Date();
    if (lost !== this.lost) {
      this.lost = lost;
      this.strip.textContent = this.data.words.reconnecting.replace("{time}", time(this.contact));
      this.strip.classList.toggle("said", lost);
    }
  }

  // A copy of all scenes lies over the page until what a new run draws is whole.
  hold() {
    this.rest = 0;
    this.replaced = this.data.run;
    this.copy = stage().cloneNode(true);
    this.copy.classList.add("held");
    app().appendChild(this.copy);
    this.dress(this.index());
  }
}
