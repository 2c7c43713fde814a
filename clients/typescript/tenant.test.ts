// A client generated from the document of one tenant reads that tenant, by the names that it has.
import assert from 'node:assert/strict'
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
  const report = await quotas.getReport({})

  const quota = await quotas.getQuota({ quotaId: report.quotas[0]?.id ?? '' })

  assert.equal(quota.id, report.quotas[0]?.id)
})
