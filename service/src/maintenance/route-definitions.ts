import { createRoute, z } from '@hono/zod-openapi'
import { json, pageOf, pageQuery, problems, type Role } from '@tractops/platform'
import { requireRole } from '../accounts/index.ts'
import { instantIn } from '../notation/index.ts'
import {
  announcementInput,
  cancellationInput,
  completionInput,
  maintenanceSchema,
  planChange,
  planInput,
  proposalSchema,
  recipientSchema,
  settlementInput,
  updateInput,
} from './schemas.ts'
import { maintenanceStates } from './words.ts'

const id = z.object({
  id: z
    .string()
    .regex(/^[\w-]{1,60}$/, 'This is not an id.')
    .openapi({ example: 'mnt_0b2f…' }),
})
const recipient = id.extend({ recipient: z.coerce.number().int().min(1) })
const whole = json(maintenanceSchema, 'The maintenance as it is now.')
const body = <S extends z.ZodType>(schema: S) => ({
  required: true,
  content: { 'application/json': { schema } },
})
const guarded = (role: Role) => ({ security: [{ key: [] }], middleware: requireRole(role) })

export const list = createRoute({
  method: 'get',
  path: '/api/v1/maintenances',
  summary: 'Maintenances and plans, the latest start first',
  ...guarded('viewer'),
  request: { query: z.object({ ...pageQuery, state: z.enum(maintenanceStates).optional() }) },
  responses: { 200: json(pageOf(maintenanceSchema), 'A page.'), ...problems(400, 401, 403) },
})

export const proposal = createRoute({
  method: 'get',
  path: '/api/v1/maintenances/proposal',
  summary:
    'What publishing now would come to, for a time or for the next window that can be announced in time',
  ...guarded('viewer'),
  request: { query: z.object({ start: instantIn.optional(), end: instantIn.optional() }) },
  responses: { 200: json(proposalSchema, 'The proposal.'), ...problems(400, 401, 403) },
})

export const get = createRoute({
  method: 'get',
  path: '/api/v1/maintenances/{id}',
  summary: 'A maintenance with its announcements and what was said',
  ...guarded('viewer'),
  request: { params: id },
  responses: { 200: whole, ...problems(401, 403, 404) },
})

export const recipients = createRoute({
  method: 'get',
  path: '/api/v1/maintenances/{id}/recipients',
  summary: 'To whom it was announced, and what became of each mail: the evidence',
  ...guarded('viewer'),
  request: { params: id, query: z.object(pageQuery) },
  responses: { 200: json(pageOf(recipientSchema), 'A page.'), ...problems(400, 401, 403, 404) },
})

export const plan = createRoute({
  method: 'post',
  path: '/api/v1/maintenances',
  summary: 'Plan a maintenance; only staff see it until it is published',
  ...guarded('agent'),
  request: { body: body(planInput) },
  responses: { 201: whole, ...problems(400, 401, 403) },
})

export const change = createRoute({
  method: 'patch',
  path: '/api/v1/maintenances/{id}',
  summary: 'Change what is named; the time only before it is published',
  ...guarded('agent'),
  request: { params: id, body: body(planChange) },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})

export const remove = createRoute({
  method: 'delete',
  path: '/api/v1/maintenances/{id}',
  summary: 'Forget a plan that was not published',
  ...guarded('agent'),
  request: { params: id },
  responses: { 204: { description: 'It is gone.' }, ...problems(401, 403, 404, 409) },
})

export const publication = createRoute({
  method: 'post',
  path: '/api/v1/maintenances/{id}/publication',
  summary: 'Publish: on /status at once, and a mail to every customer contact',
  ...guarded('lead'),
  request: { params: id },
  responses: { 200: whole, ...problems(401, 403, 404, 409) },
})

export const announcement = createRoute({
  method: 'post',
  path: '/api/v1/maintenances/{id}/announcements',
  summary: 'Announce another time, an extension too; what it adds was announced now',
  ...guarded('lead'),
  request: { params: id, body: body(announcementInput) },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})

export const update = createRoute({
  method: 'post',
  path: '/api/v1/maintenances/{id}/updates',
  summary: 'Say something on its page',
  ...guarded('agent'),
  request: { params: id, body: body(updateInput) },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})

export const start = createRoute({
  method: 'post',
  path: '/api/v1/maintenances/{id}/start',
  summary: 'Begin before the announced start; until that, failures count',
  ...guarded('agent'),
  request: { params: id },
  responses: { 200: whole, ...problems(401, 403, 404, 409) },
})

export const completion = createRoute({
  method: 'post',
  path: '/api/v1/maintenances/{id}/completion',
  summary: 'Complete it, early or late, and tell everybody',
  ...guarded('agent'),
  request: { params: id, body: body(completionInput) },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})

export const cancellation = createRoute({
  method: 'post',
  path: '/api/v1/maintenances/{id}/cancellation',
  summary: 'Call it off before it begins, and tell everybody',
  ...guarded('lead'),
  request: { params: id, body: body(cancellationInput) },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})

export const settlement = createRoute({
  method: 'post',
  path: '/api/v1/maintenances/{id}/recipients/{recipient}/settlement',
  summary: 'Keep that somebody whose mail failed was told in another way; it stays no mail',
  ...guarded('lead'),
  request: { params: recipient, body: body(settlementInput) },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})
