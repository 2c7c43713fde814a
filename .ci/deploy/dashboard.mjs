// Runs the packaged gateway on the sandbox, with faults dialled and load, under a real Prometheus with our rules; then every
// query of the dashboard has to be answered, with data unless it is said below what they wait for. promtool looks at the
// series as well. Usage: node dashboard.mjs FOLDER, with rules.yaml in it
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = process.argv[2];
const dashboard = JSON.parse(
  readFileSync(new URL('../../src/main/kubernetes/components/monitoring/quotagate-dashboard.json', import.meta.url), 'utf8'));

// Series that this gateway does not have, and why.
const NOT_HERE = [
  [/quotagate_store_errors_total/, 'a shared store'],
  [/container_memory_/, 'Kubernetes'],
];
// What is chosen on the dashboard: everything.
const CHOSEN = { $__rate_interval: '20s', $job: 'quotagate', $namespace: '.*', $pod: '.*', $provider: '.*', $tenant: '.*' };

const children = [];
const ports = await Promise.all([freePort(), freePort(), freePort()]);
const [callers, management, prometheus] = ports.map(port => `http://127.0.0.1:${port}`);
try {
  await run();
} finally {
  children.forEach(child => child.kill());
}

async function run() {
  const tenants = join(folder, 'tenants.yaml');
  writeFileSync(tenants, 'tenants: []\n');
  start('gateway', 'java', ['-Xmx256m', `-Dquarkus.http.port=${ports[0]}`, `-Dquarkus.management.port=${ports[1]}`,
    '-Dquotagate.sandbox.enabled=true', `-Dquotagate.tenants=${tenants}`, '-Dquotagate.metrics.quotas=true',
    '-Dquotagate.freshness.fresh-for=PT1S', '-jar', 'target/quarkus-app/quarkus-run.jar']);
  writeFileSync(join(folder, 'prometheus.yml'), `
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [rules.yaml]
scrape_configs:
  - job_name: quotagate
    static_configs: [{ targets: ['127.0.0.1:${ports[1]}'], labels: { namespace: quotagate, pod: quotagate-0 } }]
`);
  start('prometheus', 'prometheus', [`--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'tsdb')}`, `--web.listen-address=127.0.0.1:${ports[2]}`]);
  await until('the gateway is ready', () => ok(`${management}/health/ready`));
  await until('Prometheus has scraped it', async () => (await ask('quotagate_snapshots')).length > 0);

  await work();
  const findings = lint(await text(`${management}/metrics`));
  const queries = dashboard.panels.flatMap(panel => (panel.targets ?? []).map(target => ({ panel, expr: target.expr })));
  let answered = 0;
  for (const { panel, expr } of queries) {
    const query = Object.entries(CHOSEN).reduce((text, [name, value]) => text.replaceAll(name, value), expr);
    if ((await ask(query)).length > 0) {
      answered++;
    } else if (!NOT_HERE.some(([series]) => series.test(expr))) {
      findings.push(`the panel "${panel.title}" has no data: ${query}`);
    }
  }
  writeFileSync(tenants, 'tenants: [{ nonsense: 1 }]\n');
  await until('a tenants file is refused', async () => (await ask('quotagate_tenants_refused == 1')).length > 0);
  writeFileSync(tenants, 'tenants: []\n');
  await until('the mended one is not', async () => (await ask('quotagate_tenants_refused == 0')).length > 0);
  findings.forEach(finding => console.error(finding));
  console.log(`${answered} of the dashboard's ${queries.length} queries have data; of the others the series are not here`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}

/** Reads, checks, a listener, and vendors in trouble. */
async function work() {
  const headers = { 'X-API-Key': 'sandbox', 'Content-Type': 'application/json' };
  const leave = new AbortController();
  const stream = fetch(`${callers}/v1/tenants/sandbox/events`, { headers, signal: leave.signal }).catch(() => {});
  const post = (path, body) => fetch(callers + path, { method: 'POST', headers, body }).then(answer => answer.text());
  const check = '{"checks":[{"metric":"users","amount":"1","unit":"{user}"}]}';
  const dials = { 6: ['ucloud-ufile', 'unavailable'], 8: ['tencent-smh', 'throttled'], 10: ['koodrive', 'wrong'] };
  for (let second = 0; second < 40; second++) {
    if (dials[second]) {
      await post(`/sandbox/${dials[second][0]}/faults`, JSON.stringify({ fault: dials[second][1] }));
    }
    await text(`${callers}/v1/tenants/sandbox/quotas?pageSize=${second + 1}`, headers);
    await post('/v1/tenants/sandbox/quota-checks', check);
    await sleep(1000);
  }
  leave.abort();
  await stream;
}

/** What promtool finds in series of ours; those of the framework are as they are. */
function lint(metrics) {
  const { stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: metrics, encoding: 'utf8' });
  return (stdout + stderr).split('\n').filter(line => /^(quotagate_|error)/.test(line));
}

function start(name, command, args) {
  const log = openSync(join(folder, `${name}.log`), 'w');
  children.push(spawn(command, args, { stdio: ['ignore', log, log] }));
  closeSync(log);
}

async function ask(query) {
  const answer = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { status, data, error } = await answer.json();
  if (status !== 'success') {
    throw new Error(`${error}: ${query}`);
  }
  return data.result;
}

async function ok(url) {
  return (await fetch(url)).ok;
}

async function text(url, headers = { Accept: 'text/plain' }) {
  return (await fetch(url, { headers })).text();
}

async function until(what, condition) {
  for (let tries = 0; tries < 120; tries++) {
    if (await condition().catch(() => false)) {
      return;
    }
    await sleep(500);
  }
  throw new Error(`not within a minute: ${what}; see the logs in ${folder}`);
}

function freePort() {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
