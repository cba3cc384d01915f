import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Practice, startPractice } from '../practice/src/start-practice.ts'
import { openWidgetStage, type WidgetStage } from '../service/test/widget-stage.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'practice-widget-'))
let stage: WidgetStage
let practice: Practice

beforeAll(async () => {
  stage = await openWidgetStage()
  const widget = { url: stage.url, ...stage.key }
  practice = await startPractice({ host: '127.0.0.1', port: 0, tlsPort: 0, dataDir, widget })
  stage.origins.push(new URL(practice.url).origin)
})
afterAll(async () => {
  await practice?.close()
  await stage?.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test('a page of the practice application carries the widget, and says who reads it', async () => {
  const page = await stage.browser.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(`${practice.url}/sign-in`)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('tractops-help .open').click()
  await page.getByRole('radio', { name: 'A bill' }).check()
  expect(await page.getByRole('textbox', { name: 'Your name' }).count()).toBe(0)
  await page.getByRole('textbox').fill('From Cedar Court')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('list', { name: 'Messages' }).getByText('From Cedar Court').waitFor()
  expect(complaints).toEqual([])
  const { rows } = await stage.p.pool.query('select requester_email, channel from ticket')
  expect(rows).toEqual([{ requester_email: 'carla@cedarcourt.example', channel: 'widget' }])
})

test('whoever is not signed in there is asked for an address', async () => {
  const context = await stage.browser.newContext()
  const page = await context.newPage()
  await page.goto(`${practice.url}/dashboard`)
  await page.locator('tractops-help .open').click()
  await page.getByRole('textbox', { name: 'Your mail' }).waitFor()
  await context.close()
})
