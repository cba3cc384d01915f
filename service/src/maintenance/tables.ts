import { type Actor, instant } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { ChangeKind } from './words.ts'

/** A maintenance as it is planned now; what was promised of it is in its announcements. */
export const maintenance = pgTable(
  'maintenance',
  {
    id: text('id').primaryKey(),
    title: text('title').notNull(),
    /** Markdown. */
    text: text('text').notNull(),
    /** Key and name of each as they were when it was planned; a component may leave the configuration. */
    components: jsonb('components').$type<{ key: string; name: string }[]>().notNull(),
    start: instant('start_at').notNull(),
    end: instant('end_at').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** Counts the changes that a calendar must hear of (RFC 5545 SEQUENCE). */
    sequence: integer('sequence').notNull(),
    publishedAt: instant('published_at'),
    publishedBy: jsonb('published_by').$type<Actor>(),
    startedAt: instant('started_at'),
    startedBy: jsonb('started_by').$type<Actor>(),
    overrunAt: instant('overrun_at'),
    completedAt: instant('completed_at'),
    completedBy: jsonb('completed_by').$type<Actor>(),
    cancelledAt: instant('cancelled_at'),
    cancelledBy: jsonb('cancelled_by').$type<Actor>(),
    cancelledBecause: text('cancelled_because'),
    remindDueAt: instant('remind_due_at'),
    startDueAt: instant('start_due_at'),
    overrunDueAt: instant('overrun_due_at'),
    /** When it is next looked who has still to be written to: the rest of many, and whoever became a contact since. */
    noticesDueAt: instant('notices_due_at'),
  },
  (t) => [
    index('maintenance_start').on(t.start, t.id),
    index('maintenance_under_way')
      .on(t.start)
      .where(sql`${t.completedAt} is null and ${t.cancelledAt} is null`),
    index('maintenance_remind_due').on(t.remindDueAt).where(sql`${t.remindDueAt} is not null`),
    index('maintenance_start_due').on(t.startDueAt).where(sql`${t.startDueAt} is not null`),
    index('maintenance_overrun_due').on(t.overrunDueAt).where(sql`${t.overrunDueAt} is not null`),
    index('maintenance_notices_due').on(t.noticesDueAt).where(sql`${t.noticesDueAt} is not null`),
  ],
)

/** The interval that was told to everybody, and when. A change of it is another announcement, and the old one stays. */
export const maintenanceAnnouncement = pgTable(
  'maintenance_announcement',
  {
    id: text('id').primaryKey(),
    seq: bigint('seq', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    maintenanceId: text('maintenance_id')
      .notNull()
      .references(() => maintenance.id),
    start: instant('start_at').notNull(),
    end: instant('end_at').notNull(),
    publishedAt: instant('published_at').notNull(),
    publishedBy: jsonb('published_by').$type<Actor>().notNull(),
    /** Why it was changed, in Markdown; null for the first. */
    note: text('note'),
    /** When it was known of everybody who had to be told whether they were; null while mail is on its way. */
    settledAt: instant('settled_at'),
    /** The last mail accepted, when everybody was told; null where somebody was not (row 20). */
    emailedAt: instant('emailed_at'),
  },
  (t) => [index('maintenance_announcement_maintenance').on(t.maintenanceId, t.seq)],
)

/**
 * The evidence of an announcement: a row for each mail to a contact, and one without an address for a customer with nobody to
 * write to. It outlives the mail logs.
 */
export const maintenanceRecipient = pgTable(
  'maintenance_recipient',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    announcementId: text('announcement_id')
      .notNull()
      .references(() => maintenanceAnnouncement.id),
    customerId: text('customer_id').notNull(),
    customerName: text('customer_name').notNull(),
    contactId: text('contact_id'),
    name: text('name'),
    email: text('email'),
    /** Whether the announcement waits for it: false for whoever came after it was made. */
    counts: boolean('counts').notNull(),
    addedAt: instant('added_at').notNull(),
    mailId: text('mail_id'),
    acceptedAt: instant('accepted_at'),
    failedAt: instant('failed_at'),
    /** Why it failed. */
    failure: text('failure'),
    transport: text('transport'),
    response: text('response'),
    /** Somebody told them in another way. It is kept, and is no mail. */
    toldAt: instant('told_at'),
    toldBy: jsonb('told_by').$type<Actor>(),
    toldHow: text('told_how'),
  },
  (t) => [
    index('maintenance_recipient_announcement').on(t.announcementId, t.id),
    index('maintenance_recipient_mail').on(t.mailId),
    index('maintenance_recipient_open')
      .on(t.announcementId)
      .where(sql`${t.acceptedAt} is null and ${t.failedAt} is null`),
  ],
)

/** What was said while it went on, in Markdown. */
export const maintenanceUpdate = pgTable(
  'maintenance_update',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    maintenanceId: text('maintenance_id')
      .notNull()
      .references(() => maintenance.id),
    at: instant('at').notNull(),
    text: text('text').notNull(),
    by: jsonb('by').$type<Actor>().notNull(),
  },
  (t) => [index('maintenance_update_maintenance').on(t.maintenanceId, t.id)],
)

/** Every public change, in the order in which it was committed, so that each is told to others once. */
export const maintenanceChange = pgTable(
  'maintenance_change',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    maintenanceId: text('maintenance_id')
      .notNull()
      .references(() => maintenance.id),
    kind: text('kind').$type<ChangeKind>().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('maintenance_change_maintenance').on(t.maintenanceId)],
)
