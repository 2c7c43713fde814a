// Plants one fault after another into openapi.yaml and asks both linters about each copy.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRequire } from 'node:module'

const yaml = createRequire(import.meta.url)('js-yaml')
const sound = yaml.load(readFileSync('../../openapi.yaml', 'utf8'))
const report = document => document.paths['/v1/tenants/{tenantId}/quotas'].get
const parameter = (document, name) => report(document).parameters.find(each => each.name === name)
const member = (document, schema, name) => document.components.schemas[schema].properties[name]

/** By the rule that has to find it: a fault, planted into the document. */
const faults = {
  'quotagate-operation-id': document => { report(document).operationId = 'get_report' },
  'quotagate-operation-told': document => { delete report(document).description },
  'quotagate-path-style': document => { document.paths['/v1/myTenants'] = document.paths['/v1/tenants']; delete document.paths['/v1/tenants'] },
  'quotagate-member-style': document => { document.components.schemas.Problem.properties.trace_id = member(document, 'Problem', 'traceId') },
  'quotagate-parameter-style': document => { parameter(document, 'pageSize').name = 'page_size' },
  'quotagate-enum-style': document => { member(document, 'Amount', 'state').enum.push('NotKnown') },
  'quotagate-closed-sets': document => { member(document, 'Quota', 'status').enum = ['ok'] },
  'quotagate-member-told': document => { delete member(document, 'Quota', 'unit').description },
  'quotagate-schema-told': document => { delete document.components.schemas.Quota.description },
  'quotagate-member-example': document => { delete member(document, 'Quota', 'unit').examples },
  'quotagate-header-example': document => { delete document.components.headers.Age.schema.examples },
  'quotagate-parameter-told': document => { delete parameter(document, 'view').schema.examples },
  'quotagate-parameter-bounds': document => { delete parameter(document, 'pageToken').schema.maxLength },
  'quotagate-list-bounds': document => { delete parameter(document, 'metric').schema.maxItems },
  'quotagate-number-bounds': document => { delete parameter(document, 'pageSize').schema.maximum },
  'quotagate-problems': document => { report(document).responses['404'] = { description: 'Nothing.' } },
  'quotagate-problem-examples': document => { delete document.components.responses.NotFound.content['application/problem+json'].examples },
  'quotagate-answer-examples': document => { delete report(document).responses['200'].content['application/json'].examples },
  'quotagate-no-excuses': document => { report(document).responses['200'].content['application/json']['x-no-example'] = 'Why not.' },
  'quotagate-traceable': document => { delete document.components.responses.NotFound.headers['X-Request-Id'] },
  'quotagate-usual-problems': document => { delete report(document).responses['503'] },
  'quotagate-tenant-problems': document => { delete report(document).responses['404'] },
  'quotagate-no-floats': document => { member(document, 'Quota', 'utilization').type = 'number' },
  'oas3-valid-media-example': document => { report(document).responses['200'].content['application/json'].examples.sandbox.value.complete = 'yes' },
  'no-unresolved-refs': document => { report(document).responses['404'] = { $ref: '#/components/responses/Nowhere' } },
  'security-defined': document => { document.security = [{ nothing: [] }] },
}

const own = readFileSync('spectral.yaml', 'utf8').match(/^ {2}quotagate-[a-z-]+(?=:)/gm).map(rule => rule.trim())
const missed = own.filter(rule => !(rule in faults)).map(rule => `${rule}: nothing shows that it finds anything`)
const folder = mkdtempSync(join(tmpdir(), 'lint-'))

/** What a linter that writes JSON finds in all those documents. */
function findings(linter, rules, ...args) {
  const run = spawnSync('npx', ['--no-install', linter, 'lint', ...args, ...rules.map(file)], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (run.status === 0) throw new Error(`${linter} finds nothing at all`)
  // One object after another, for as many documents.
  return JSON.parse(`[${run.stdout.replace(/^}\s*{/gm, '},{')}]`).flat()
}

function ofSpectral(rule) {
  return /^(quotagate|oas)/.test(rule)
}

function file(rule) {
  return join(folder, `${rule}.yaml`)
}

try {
  for (const [rule, plant] of Object.entries(faults)) {
    const document = structuredClone(sound)
    plant(document)
    writeFileSync(file(rule), yaml.dump(document))
  }
  const rules = Object.keys(faults)
  const bySpectral = findings('spectral', rules.filter(ofSpectral), '--ruleset', 'spectral.yaml', '--format', 'json', '--quiet')
    .map(found => `${found.code} ${found.source}`)
  const byRedocly = findings('redocly', rules.filter(rule => !ofSpectral(rule)), '--config', 'redocly.yaml', '--format', 'json')
    .flatMap(run => run.problems)
    .map(found => `${found.ruleId} ${join(process.cwd(), found.location[0].source.ref)}`)
  const found = new Set([...bySpectral, ...byRedocly])
  for (const rule of rules) {
    if (found.has(`${rule} ${file(rule)}`)) {
      console.log(`found ${rule}`)
    } else {
      missed.push(`${rule}: missed what was planted for it`)
    }
  }
} finally {
  rmSync(folder, { recursive: true })
}
if (missed.length > 0) {
  console.error(missed.join('\n'))
  process.exit(1)
}
