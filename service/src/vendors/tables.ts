import { instant } from '@tractops/platform'
import type { VendorStatus } from '@tractops/sla'
import { sql } from 'drizzle-orm'
import { boolean, customType, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/**
 * When each vendor is asked next, and what the last answer was worth. `claimedUntil` keeps two processes from asking at once;
 * `seenAt` is the last answer that could be read, `askedAt` the last of any kind, and `trouble` is why it could not.
 * `pageId` is the page that answered first: another one is no evidence.
 */
export const vendorPoll = pgTable(
  'vendor_poll',
  {
    vendor: text('vendor').primaryKey(),
    name: text('name').notNull(),
    url: text('url'),
    everyMs: integer('every_ms').notNull(),
    dueAt: instant('due_at'),
    claimedUntil: instant('claimed_until'),
    failures: integer('failures').notNull(),
    askedAt: instant('asked_at'),
    firstSeenAt: instant('first_seen_at'),
    seenAt: instant('seen_at'),
    trouble: text('trouble'),
    pageId: text('page_id'),
    pageUpdatedAt: instant('page_updated_at'),
  },
  (t) => [index('vendor_poll_due').on(t.dueAt)],
)

/** The bytes of a vendor's page, gzipped, each once however often they were seen. */
export const vendorBytes = pgTable('vendor_bytes', {
  sha256: text('sha256').primaryKey(),
  gzipped: bytea('gzipped').notNull(),
  size: integer('size').notNull(),
})

/**
 * A stretch over which one address of a vendor answered the same bytes: from when our own poller first got them, until it
 * last did. `unread` is why they prove nothing; null where they could be read.
 */
export const vendorCapture = pgTable(
  'vendor_capture',
  {
    id: text('id').primaryKey(),
    vendor: text('vendor').notNull(),
    url: text('url').notNull(),
    sha256: text('sha256')
      .notNull()
      .references(() => vendorBytes.sha256),
    contentType: text('content_type'),
    etag: text('etag'),
    lastModified: text('last_modified'),
    unread: text('unread'),
    firstSeenAt: instant('first_seen_at').notNull(),
    seenUntil: instant('seen_until').notNull(),
  },
  (t) => [
    index('vendor_capture_seen').on(t.vendor, t.firstSeenAt),
    index('vendor_capture_latest').on(t.url, t.seenUntil),
    index('vendor_capture_bytes').on(t.sha256),
    index('vendor_capture_age').on(t.seenUntil),
  ],
)

/**
 * What a vendor reported, as we saw it: everything but "operational", which is where no row stands. Without a component it is
 * said of the vendor as a whole, as "unknown" always is. `inUse` tells whether the allowlists of that time held the component.
 */
export const vendorState = pgTable(
  'vendor_state',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    vendor: text('vendor').notNull(),
    component: text('component'),
    status: text('status').$type<VendorStatus | 'unknown'>().notNull(),
    inUse: boolean('in_use').notNull(),
    reason: text('reason'),
    start: instant('start_at').notNull(),
    end: instant('end_at'),
    captureId: text('capture_id').references(() => vendorCapture.id, { onDelete: 'set null' }),
  },
  (t) => [
    index('vendor_state_time').on(t.vendor, t.start),
    index('vendor_state_capture').on(t.captureId),
    uniqueIndex('vendor_state_open')
      .on(t.vendor, sql`coalesce(${t.component}, '')`, t.status)
      .where(sql`end_at is null`),
  ],
)

/**
 * A post on a vendor's page, as the vendor tells it, with when we first saw it and when it was over or gone. `afterwards`: it was
 * over already when it came. It explains; evidence is `vendorState` alone, so a backdated post changes nothing (row 22).
 */
export const vendorPost = pgTable(
  'vendor_post',
  {
    id: text('id').primaryKey(),
    vendor: text('vendor').notNull(),
    postId: text('post_id').notNull(),
    title: text('title').notNull(),
    impact: text('impact'),
    url: text('url'),
    saidStart: instant('said_start_at'),
    saidEnd: instant('said_end_at'),
    components: jsonb('components').$type<string[]>().notNull(),
    afterwards: boolean('afterwards').notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    goneAt: instant('gone_at'),
  },
  (t) => [
    uniqueIndex('vendor_post_of').on(t.vendor, t.postId),
    index('vendor_post_seen').on(t.vendor, t.firstSeenAt),
    index('vendor_post_age').on(t.firstSeenAt),
  ],
)
