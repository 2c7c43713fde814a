// A client generated from the document of one tenant reads that tenant, by the names that it has.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Configuration, GetReportConnectionEnum, GetReportMetricEnum, QuotasApi } from '../target/tenant/index.js'

const quotas = new QuotasApi(new Configuration({ basePath: process.env.GATEWAY ?? '', apiKey: 'sandbox' }))

test('report needs no tenant and takes its own names', async () => {
  const report = await quotas.getReport({
    connection: [GetReportConnectionEnum.Drive],
    metric: [GetReportMetricEnum.StorageStored],
  })

  assert.equal(report.tenant, 'sandbox')
  assert.deepEqual(new Set(report.quotas.map(quota => quota.metric)), new Set(['storage.stored']))
})

test('example of the document is a quota that is there', async () => {
  const document = JSON.parse(readFileSync(process.env.TENANT_DOCUMENT ?? '', 'utf8'))
  const operation = document.paths['/v1/tenants/sandbox/quotas/{quotaId}'].get
  const parameter = operation.parameters.find((each: { name?: string }) => each.name === 'quotaId')
  const example = operation.responses['200'].content['application/json'].examples.sandbox.value

  const quota = await quotas.getQuota({ quotaId: parameter.schema.examples[0] })

  assert.equal(quota.id, example.id)
  assert.equal(quota.limit.value, example.limit.value)
})
