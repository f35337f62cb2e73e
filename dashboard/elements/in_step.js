// Carries what the windows of this browser show to the server, and to them what others show.
// Between two machines only spans of time are told, never a time: their clocks may differ.
let line = null;

export default function ({ data, setTriggerValue }) {
  if (line?.name !== data.channel) {
    line?.channel.close();
    line = new Line(data.channel);
  }
  line.say = (said) => setTriggerValue("said", said);
  line.take(data.said);
}

class Line {
  constructor(name) {
    this.name = name;
    this.seen = null; // the id the server told last
    this.pending = null; // what was said here; said again until the server has taken it
    this.channel = new BroadcastChannel("minyi-screen:" + name);
    this.channel.onmessage = ({ data }) => {
      if (data === "hello" && this.heard) this.channel.postMessage(this.state());
      if (data === "hello" || !data.id || data.relayed || data.id === this.seen) return;
      this.pending = data;
      this.send();
    };
  }

  send() {
    const { id, at, held, since, began } = this.pending, now = Date.now();
    this.say({ id, at, held, spent: now - since, began: now - began });
  }

  take(said) {
    if (this.pending && !said?.taken.includes(this.pending.id)) return this.send();
    if (!said || said.id === this.seen) return undefined;
    const isOwn = this.pending?.id === said.id;
    this.pending = null;
    this.seen = said.id;
    this.heard = { ...said, moment: Date.now() };
    return isOwn ? undefined : this.channel.postMessage(this.state());
  }

  // What the server told, by the clock of this machine.
  state() {
    const { id, at, held, spent, began, ago, moment } = this.heard;
    return { id, at, held, relayed: true, since: moment - spent - ago, began: moment - began - ago,
      stamp: moment };
  }
}
