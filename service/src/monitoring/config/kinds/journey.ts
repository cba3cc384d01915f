import * as z from 'zod'
import { words } from '../fields.ts'
import { object } from '../object.ts'
import { holesOf } from '../template.ts'
import { type Probe, probe, probeOf, type Trust } from './check.ts'
import { jsonPath } from './json-condition.ts'
import {
  checkRequest,
  expectation,
  expectationOf,
  type HttpExpectation,
  type RequestConfig,
  request,
  requestOf,
} from './request.ts'
import { latency, trust } from './shared.ts'

/** HTTP requests in order, with their cookies, and with values that one captures and later ones send. */
export type JourneyMonitor = Probe & {
  kind: 'journey'
  journey: { steps: Step[] }
  /** `latencyMs`: of the whole journey. */
  expect: { latencyMs: number | null }
  tls: Trust
}

export type Step = {
  name: string
  http: RequestConfig
  expect: HttpExpectation
  capture: Record<string, Capture>
}

/** Where a value is taken from: a path of a JSON answer, a header, or the one group of a regular expression on the page. */
export type Capture = { json: string } | { header: string } | { body: string }

const SOURCES = ['json', 'header', 'body'] as const

const pattern = z
  .string()
  .max(500)
  .superRefine((text, context) => {
    const say = (message: string) => context.addIssue({ code: 'custom', message })
    try {
      const groups = new RegExp(`${text}|`).exec('')!.length - 1
      if (groups !== 1) say('must have exactly one group, such as in name="token" value="([^"]+)".')
    } catch {
      say('is not a regular expression; write one with one group, such as token=([a-z0-9]+).')
    }
  })

const capture = object({
  json: jsonPath.optional().meta({ description: 'A path of a JSON answer.' }),
  header: z.string().min(1).max(100).optional().meta({ description: 'A header of the answer.' }),
  body: pattern
    .optional()
    .meta({ description: 'A regular expression with one group, looked for in the page.' }),
}).superRefine((value, context) => {
  if (SOURCES.filter((source) => value[source] !== undefined).length === 1) return
  context.addIssue({
    code: 'custom',
    message: `A value comes from one place; write one of ${SOURCES.join(', ')}.`,
  })
})

const captureName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'is not a name; write letters, digits and _, such as token.')

const step = object({
  name: words(80).meta({ description: 'What a person does here, such as "sign in"; it stands in reasons.' }),
  http: request,
  expect: expectation,
  capture: z.record(captureName, capture).default({}).meta({
    description: 'Values for later steps, which write them as ${capture:NAME}.',
  }),
})

export const journeyFields = probe('journey', {
  journey: object({ steps: z.array(step).min(1).max(20) }),
  expect: object({ latency }).prefault({}),
  tls: trust,
}).superRefine(({ journey }, context) => {
  const known = new Set<string>()
  journey.steps.forEach((step, i) => {
    const at = ['journey', 'steps', i]
    const say = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path: [...at, ...path], message })
    checkRequest(step, say)
    for (const { kind, name } of holesOf({ ...step.http, body: step.http.body ?? null })) {
      if (kind !== 'capture' || known.has(name)) continue
      say(
        ['http'],
        `\${capture:${name}} is captured by no earlier step; capture it there, or correct the name.`,
      )
    }
    for (const name of Object.keys(step.capture)) known.add(name)
  })
})

export function journeyMonitor(m: z.output<typeof journeyFields>, tls: Trust): JourneyMonitor {
  const steps = m.journey.steps.map(({ name, http, expect, capture }) => ({
    name,
    http: requestOf(http),
    expect: expectationOf(expect),
    capture: capture as Record<string, Capture>,
  }))
  return {
    kind: 'journey',
    ...probeOf(m),
    journey: { steps },
    expect: { latencyMs: m.expect.latency ?? null },
    tls,
  }
}
