/** A reader of the stream in a process of its own: how old each report is when the message that carries it arrives. */
const [url, warm_up_ms] = process.argv.slice(2) as [string, string];
const ages_ms: number[] = [];
const started_ms = Date.now();
let seen_at = -1;
let ticks = 0;
let bytes = 0;
let outcomes = 0;

const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/stream`);
socket.addEventListener('message', (event: MessageEvent<string>) => {
  const now_ms = Date.now();
  const message = JSON.parse(event.data) as {
    type: string;
    columns: string[];
    rows: (string | number)[][];
    outcomes: unknown[];
  };
  if (message.type === 'hello') seen_at = message.columns.indexOf('seen_ms');
  if (message.type !== 'tick' || now_ms - started_ms < Number(warm_up_ms)) return;
  ticks++;
  bytes += event.data.length;
  outcomes += message.outcomes.length;
  for (const row of message.rows) ages_ms.push(now_ms - Number(row[seen_at]));
});
socket.addEventListener(
  'close',
  (event) => process.connected && process.send?.({ closed: event.reason || event.code }),
);

process.on('message', () => {
  ages_ms.sort((a, b) => a - b);
  const at = (share: number) => ages_ms[Math.floor(share * (ages_ms.length - 1))] ?? Number.NaN;
  process.send?.({
    reports: ages_ms.length,
    p50_ms: at(0.5),
    p95_ms: at(0.95),
    p99_ms: at(0.99),
    most_ms: at(1),
    ticks,
    bytes,
    outcomes,
  });
  process.disconnect();
});
