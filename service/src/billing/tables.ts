import { type Actor, instant } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { bigint, boolean, date, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Billing, ContactRole, Plan } from './words.ts'

/** Who has agreed to what. One that was entered by mistake is removed; one that leaves gets an end and is kept. */
export const customer = pgTable(
  'customer',
  {
    id: text('id').primaryKey(),
    /** What the application calls it. */
    externalId: text('external_id'),
    name: text('name').notNull(),
    plan: text('plan').$type<Plan>().notNull(),
    billing: text('billing').$type<Billing>().notNull(),
    units: integer('units').notNull(),
    /** Pacific dates; `end` is the first day that is not covered any more. */
    start: date('starts_on', { mode: 'string' }).notNull(),
    end: date('ends_on', { mode: 'string' }),
    /** In hundredths of a percent. */
    discountBasisPoints: integer('discount_basis_points').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    changedAt: instant('changed_at').notNull(),
    removedAt: instant('removed_at'),
    removedBy: jsonb('removed_by').$type<Actor>(),
  },
  (t) => [
    uniqueIndex('customer_external_id').on(t.externalId).where(sql`${t.removedAt} is null`),
    index('customer_name').on(sql`lower(${t.name})`, t.id),
  ],
)

/** A person of a customer whom we write to. */
export const customerContact = pgTable(
  'customer_contact',
  {
    id: text('id').primaryKey(),
    /** The order of entry, for those of one instant. */
    seq: bigint('seq', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    customerId: text('customer_id')
      .notNull()
      .references(() => customer.id),
    name: text('name').notNull(),
    email: text('email').notNull(),
    role: text('role').$type<ContactRole>().notNull(),
    receivesNotices: boolean('receives_notices').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    removedAt: instant('removed_at'),
    removedBy: jsonb('removed_by').$type<Actor>(),
  },
  (t) => [
    uniqueIndex('customer_contact_email')
      .on(t.customerId, sql`lower(${t.email})`)
      .where(sql`${t.removedAt} is null`),
    index('customer_contact_address').on(sql`lower(${t.email})`).where(sql`${t.removedAt} is null`),
  ],
)
