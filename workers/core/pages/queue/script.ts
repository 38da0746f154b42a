/**
 * What follows the queue where scripts run; without them the page reloads itself. What it shows comes from the page, so that
 * there is one place for words. Anything but waiting is the server's to show, with the cookie that comes with it.
 */
export const QUEUE_SCRIPT = `
const main = document.querySelector('main');
const words = JSON.parse(main.dataset.words);
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const find = (name) => document.querySelector('[data-' + name + ']');
const say = (name, text) => { const part = find(name); if (part && part.textContent !== text) part.textContent = text; };
let from = Number(main.dataset.from) || 0;
let drawn = main.dataset.drawn === 'yes';
let failures = 0;
let heardAt = 0;
const again = (seconds) => setTimeout(() => location.reload(), seconds * 1000);
const when = (seconds) => {
  if (seconds === null) return words.unknown;
  if (seconds < 60) return words.soon;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? words.minutes.replace('#', minutes) : words.hours.replace('#', Math.round(minutes / 60));
};
const show = (standing) => {
  if (standing.state !== 'waiting' || (standing.ahead !== null && !drawn)) return location.reload();
  say('waiting', (standing.waiting === 1 ? words.waits : words.wait).replace('#', numbers.format(standing.waiting)));
  if (standing.ahead === null) return;
  from = Math.max(from, standing.ahead);
  say('ahead', standing.ahead === 0 ? words.next : numbers.format(standing.ahead));
  say('people', standing.ahead === 0 ? '' : standing.ahead === 1 ? words.one : words.many);
  say('estimate', when(standing.estimatedSeconds));
  // Who hears the page is told now and then, not with each step.
  if (Date.now() - heardAt > 30000) {
    heardAt = Date.now();
    say('heard', find('ahead').textContent + ' ' + find('people').textContent + '. ' + words.estimate + ' ' + when(standing.estimatedSeconds));
  }
  const bar = find('progress');
  if (bar) { bar.max = from + 1; bar.value = from - standing.ahead; }
  document.title = (standing.ahead + 1) + ' · ' + main.dataset.title;
};
const listen = () => {
  const socket = new WebSocket(main.dataset.socket.replace(/^http/, 'ws'));
  const beat = setInterval(() => { if (socket.readyState === 1) socket.send('ping'); }, 30000);
  socket.onmessage = ({ data }) => { if (data === 'pong') return; failures = 0; show(JSON.parse(data)); };
  socket.onclose = () => {
    clearInterval(beat);
    failures += 1;
    // Everybody loses their socket at the same moment when the object moves: they come back one after the other.
    if (failures > 3) again(Number(main.dataset.refresh));
    else setTimeout(listen, Math.random() * 5000 * 2 ** failures);
  };
};
if (main.dataset.socket) listen();
else if (main.dataset.refresh) again(Number(main.dataset.refresh));
`
