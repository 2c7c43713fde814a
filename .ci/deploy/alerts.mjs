// Writes what promtool reads: the groups of the PrometheusRule, and the dashboard's queries as rules, so that it parses them.
// Usage: node alerts.mjs FOLDER
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const yaml = createRequire(new URL('../lint/package.json', import.meta.url))('js-yaml');
const monitoring = new URL('../../src/main/kubernetes/components/monitoring/', import.meta.url);
const read = name => readFileSync(new URL(name, monitoring), 'utf8');
const folder = process.argv[2];

const { groups } = yaml.load(read('prometheus-rule.yaml')).spec;
const queries = JSON.parse(read('quotagate-dashboard.json'))
  .panels.flatMap(panel => (panel.targets ?? []).map(target => target.expr.replaceAll('$__rate_interval', '1m')));
const rules = queries.map((expr, at) => ({ record: `dashboard:query:${at}`, expr }));

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'rules.yaml'), yaml.dump({ groups }));
writeFileSync(join(folder, 'dashboard.yaml'), yaml.dump({ groups: [{ name: 'dashboard', rules }] }));
