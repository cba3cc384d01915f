import { randomUUID } from 'node:crypto'
import type { Ctx } from '@tractops/platform'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Post } from '../formats/reading.ts'
import { vendorPost } from '../tables.ts'

/**
 * Keeps what a vendor tells of its incidents: `current` stand on its page now, `past` in its list of former ones. One that was
 * over before it came is marked as told afterwards; one that has left the page is over.
 */
export async function recordPosts(
  ctx: Ctx,
  told: { vendor: string; current: readonly Post[]; past: readonly Post[]; at: Temporal.Instant },
): Promise<void> {
  const { vendor, current, past, at } = told
  const posts = new Map([...past, ...current].map((post) => [post.id, post]))
  const now = new Set(current.map(({ id }) => id))
  const open = and(eq(vendorPost.vendor, vendor), isNull(vendorPost.goneAt))
  const lasting = await ctx.tx.select().from(vendorPost).where(open)
  const ids = [...posts.keys()]
  const known =
    ids.length === 0
      ? []
      : await ctx.tx
          .select()
          .from(vendorPost)
          .where(and(eq(vendorPost.vendor, vendor), inArray(vendorPost.postId, ids)))
  for (const post of posts.values()) {
    const row = known.find(({ postId }) => postId === post.id)
    const isOver =
      !now.has(post.id) || (post.saidEnd !== null && !isAfter(post.saidEnd, at) && !isPlanned(post))
    const values = fieldsOf(post)
    if (row === undefined) {
      const made = { id: `vpo_${randomUUID()}`, vendor, postId: post.id, afterwards: isOver, firstSeenAt: at }
      await ctx.tx.insert(vendorPost).values({ ...values, ...made, goneAt: isOver ? at : null })
    } else if (isChanged(row, values)) {
      await ctx.tx.update(vendorPost).set(values).where(eq(vendorPost.id, row.id))
    }
  }
  const gone = lasting.filter(({ postId }) => !now.has(postId)).map(({ id }) => id)
  if (gone.length > 0) await ctx.tx.update(vendorPost).set({ goneAt: at }).where(inArray(vendorPost.id, gone))
}

type Fields = Pick<Post, 'title' | 'impact' | 'url' | 'saidStart' | 'saidEnd' | 'components'>

function fieldsOf({ title, impact, url, saidStart, saidEnd, components }: Post): Fields {
  return { title, impact, url, saidStart, saidEnd, components }
}

function isChanged(row: Fields, values: Fields): boolean {
  return JSON.stringify(fieldsOf(row as Post)) !== JSON.stringify(values)
}

/** The end of a maintenance is a plan, not a fact. */
const isPlanned = (post: Post) => post.impact === 'maintenance'

const isAfter = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) > 0
