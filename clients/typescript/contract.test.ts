// The generated client reads from the sandbox all that the document promises.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import {
  AmountStateEnum,
  Configuration,
  GetReportSortEnum,
  GetReportViewEnum,
  ProblemFromJSON,
  ProvidersApi,
  QuotaCheckResultDecisionEnum,
  QuotasApi,
  ResponseError,
  SourcesApi,
  TenantsApi,
  type Problem,
} from '../target/typescript/index.js'

const tenantId = 'sandbox'
const configuration = (basePath: string) => new Configuration({ basePath, apiKey: 'sandbox' })
const sandbox = configuration(process.env.GATEWAY ?? '')
const quotas = new QuotasApi(sandbox)
const sources = new SourcesApi(sandbox)

async function problem(call: Promise<unknown>): Promise<Problem> {
  const failure = await call.then(() => assert.fail('it should fail'), error => error as unknown)
  assert.ok(failure instanceof ResponseError)
  assert.match(failure.response.headers.get('content-type') ?? '', /^application\/problem\+json/)
  return ProblemFromJSON(await failure.response.json())
}

test('report has all connections with exact numbers', async () => {
  const report = await quotas.getReport({ tenantId, metric: ['storage.stored'], view: GetReportViewEnum.Full })

  assert.ok(report.complete)
  assert.deepEqual(report.sources.map(source => source.connection), ['drive', 'media', 'objects', 'vms'])
  const quota = report.quotas.find(each => each.id === 'drive:storage.stored:organization')
  assert.equal(BigInt(quota?.limit.value ?? 0), 10995116277760n)
  assert.equal(quota?.used.state, AmountStateEnum.Known)
  assert.equal(quota?.used.vendor?.field, '/data/spaceUsed')
  assert.ok(quota?.observedAt instanceof Date)
})

test('pages add up to the report', async () => {
  const paged: string[] = []
  let pageToken: string | undefined
  do {
    const page = await quotas.getReport({ tenantId, pageSize: 7, pageToken })
    paged.push(...page.quotas.map(quota => quota.id))
    pageToken = page.nextPageToken
  } while (pageToken)

  assert.deepEqual(paged, (await quotas.getReport({ tenantId })).quotas.map(quota => quota.id))
})

test('filters may say more than one thing', async () => {
  const report = await quotas.getReport({
    tenantId,
    provider: ['koodrive', 'zstack'],
    status: ['ok'],
    minUtilization: '0.01',
    sort: GetReportSortEnum.Utilization2,
  })

  assert.deepEqual(new Set(report.quotas.map(quota => quota.provider)), new Set(['koodrive', 'zstack']))
  assert.ok(report.quotas.every(quota => quota.status === 'ok'))
})

test('quota without a utilization has none', async () => {
  const quota = await quotas.getQuota({ tenantId, quotaId: 'objects:objectstorage.requests:region:cn-bj2' })

  assert.equal(quota.utilization, null)
  assert.equal(quota.limit.state, AmountStateEnum.Unknown)
  assert.equal(quota.limit.value, undefined)
})

test('sources, tenants and providers are there', async () => {
  assert.equal((await sources.getSources({ tenantId })).sources.length, 4)
  assert.deepEqual((await new TenantsApi(sandbox).listTenants()).tenants.map(tenant => tenant.id), ['sandbox'])
  assert.equal((await new ProvidersApi(sandbox).listProviders()).providers.length, 4)
})

test('checks are decided in exact units', async () => {
  const asked = { metric: 'storage.stored', scope: { level: 'organization' } }
  const { checks } = await quotas.checkQuotas({
    tenantId,
    quotaCheckRequest: { checks: [{ ...asked, amount: '1', unit: 'TiBy' }, { ...asked, amount: '11', unit: 'TBy' }] },
  })

  assert.deepEqual(
    checks.map(check => check.decision),
    [QuotaCheckResultDecisionEnum.Allowed, QuotaCheckResultDecisionEnum.Denied],
  )
  const room = checks[0]?.candidates[0]
  assert.equal(room?.decidedBy, 'drive:storage.stored:organization')
  assert.ok(BigInt(room?.remaining.value ?? 0) > 1n << 40n)
})

test('check in another unit is a problem', async () => {
  const checks = [{ metric: 'storage.stored', amount: '1', unit: '{user}' }]

  const invalid = await problem(quotas.checkQuotas({ tenantId, quotaCheckRequest: { checks } }))

  assert.equal(invalid.type, '/problems/invalid-request')
  assert.deepEqual(invalid.errors?.map(error => error.name), ['checks[0].unit'])
})

test('refresh asks the vendor once for one key', async () => {
  const asked = { tenantId, idempotencyKey: crypto.randomUUID(), refreshRequest: { connections: ['media'] } }

  const first = await sources.refresh(asked)

  assert.deepEqual(first.sources.map(source => source.connection), ['media'])
  assert.deepEqual(await sources.refresh(asked), first)
  assert.equal((await problem(sources.refresh({ ...asked, idempotencyKey: undefined }))).type, '/problems/cooling-down')
})

test('errors are problems', async () => {
  const invalid = await problem(quotas.getReport({ tenantId, pageSize: 0 }))
  assert.equal(invalid.type, '/problems/invalid-request')
  assert.deepEqual(invalid.errors?.map(error => error.name), ['pageSize'])

  const absent = await problem(sources.getSources({ tenantId: 'nobody' }))
  assert.equal(absent.status, 404)
})

test('new values and members are taken as they come', async () => {
  const { raw } = await quotas.getReportRaw({ tenantId, metric: ['storage.stored'], pageSize: 1 })
  const later = (await raw.text())
    .replaceAll('"status":"ok"', '"status":"frugal","mood":"good"')
    .replaceAll('"unit_inferred"', '"made_of_cheese"')
    .replaceAll('"kind":"allocation"', '"kind":"lease"')
  const gateway = createServer((_, answer) => answer.setHeader('Content-Type', 'application/json').end(later))
  await new Promise<void>(listening => gateway.listen(0, '127.0.0.1', listening))
  try {
    const { port } = gateway.address() as AddressInfo

    const report = await new QuotasApi(configuration(`http://127.0.0.1:${port}`)).getReport({ tenantId })

    assert.equal(report.quotas[0]?.status, 'frugal')
    assert.deepEqual(report.quotas[0]?.warnings, ['made_of_cheese'])
    assert.equal(report.quotas[0]?.kind, 'lease')
    assert.ok(report.sources.every(source => source.status === 'frugal'))
  } finally {
    gateway.closeAllConnections()
    gateway.close()
  }
})
