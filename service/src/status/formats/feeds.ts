import { Feed, type Item } from 'feed'
import { latestFirst } from '../html/incident-html.ts'
import { texts } from '../html/texts.ts'
import type { PublicIncident, PublicMaintenance } from '../view/source.ts'

/** How many entries a feed holds, the latest changed first. */
const MOST = 50

export type FeedInput = {
  incidents: readonly PublicIncident[]
  maintenances: readonly PublicMaintenance[]
  now: Temporal.Instant
  /** Where people reach us, without a slash at its end. */
  base: string
}

type Entry = Item & { changed: Temporal.Instant }

/**
 * Incidents and maintenances as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1: an entry each, which changes as more is told;
 * its id is a URN of its own and stays, wherever we are reached.
 */
export const FEEDS = {
  atom: { type: 'application/atom+xml; charset=utf-8', write: (input: FeedInput) => feedOf(input).atom1() },
  rss: { type: 'application/rss+xml; charset=utf-8', write: (input: FeedInput) => feedOf(input).rss2() },
  json: { type: 'application/feed+json; charset=utf-8', write: (input: FeedInput) => jsonFeed(input) },
} as const

/** Titles are HTML in Atom and RSS as the library writes them, and plain text in JSON Feed. */
function feedOf({ incidents, maintenances, now, base }: FeedInput, titleOf = escaped): Feed {
  const entries = [
    ...incidents.filter((one) => one.mergedInto === null).map((one) => incidentEntry(one, base)),
    ...maintenances.map((one) => maintenanceEntry(one, base)),
  ]
    .sort((a, b) => b.changed.epochMilliseconds - a.changed.epochMilliseconds)
    .slice(0, MOST)
  const feed = new Feed({
    id: `${base}/status`,
    title: `${texts.brand} ${texts.title.status}`,
    description: texts.follow.note,
    link: `${base}/status`,
    language: texts.language,
    updated: dateOf(entries[0]?.changed ?? now),
    generator: texts.brand,
    copyright: texts.brand,
    author: { name: texts.brand, link: `${base}/status` },
    feedLinks: {
      atom: `${base}/status/feed.atom`,
      rss: `${base}/status/feed.rss`,
      json: `${base}/status/feed.json`,
    },
  })
  for (const { changed: _, ...item } of entries) feed.addItem({ ...item, title: titleOf(item.title) })
  return feed
}

/** The library writes JSON Feed 1.0; 1.1 names the language and lists authors. */
function jsonFeed(input: FeedInput): string {
  const { author: _, ...feed } = JSON.parse(feedOf(input, String).json1())
  const authors = [{ name: texts.brand, url: `${input.base}/status` }]
  return JSON.stringify({
    ...feed,
    version: 'https://jsonfeed.org/version/1.1',
    feed_url: `${input.base}/status/feed.json`,
    language: texts.language,
    authors,
  })
}

function incidentEntry(incident: PublicIncident, base: string): Entry {
  const updates = latestFirst(incident.updates)
  const about = incident.components.map(({ name }) => name).join(', ')
  const content = [
    `<p>${texts.incident.impacts[incident.impact]}${about === '' ? '' : `: ${escaped(about)}`}</p>`,
    ...updates.map(
      ({ state, at, html }) => `<p><strong>${texts.incident.states[state]}</strong>, ${utc(at)}</p>${html}`,
    ),
  ].join('\n')
  return entry({
    id: incident.id,
    title: `${incident.title} (${texts.incident.states[incident.state].toLowerCase()})`,
    link: `${base}/status/incidents/${incident.id}`,
    content,
    changed: incident.updatedAt,
    published: incident.createdAt,
  })
}

function maintenanceEntry(one: PublicMaintenance, base: string): Entry {
  const published = one.publishedAt ?? one.announcedStart
  const last = latestFirst(one.updates)[0]?.at
  const ends = [published, one.startedAt, one.completedAt, one.cancelledAt, last].filter(
    (at): at is Temporal.Instant => at !== null && at !== undefined,
  )
  const changed = ends.reduce((a, b) => (Temporal.Instant.compare(a, b) < 0 ? b : a))
  const content = [
    `<p>${utc(one.announcedStart)} – ${utc(one.announcedEnd)}</p>`,
    one.html,
    ...latestFirst(one.updates).map(({ at, html }) => `<p>${utc(at)}</p>${html}`),
  ].join('\n')
  return entry({
    id: one.id,
    title: `${texts.maintenance.title}: ${one.title} (${texts.maintenance.states[one.state].toLowerCase()})`,
    link: `${base}/status/maintenance/${one.id}`,
    content,
    changed,
    published,
  })
}

function entry(of: {
  id: string
  title: string
  link: string
  content: string
  changed: Temporal.Instant
  published: Temporal.Instant
}): Entry {
  const id = `urn:uuid:${of.id.slice(of.id.indexOf('_') + 1)}`
  return {
    id,
    guid: id,
    title: printable(of.title),
    link: of.link,
    content: printable(of.content),
    changed: of.changed,
    date: dateOf(of.changed),
    published: dateOf(of.published),
  }
}

/** Control characters have no place in XML 1.0, escaped or not. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function utc(at: Temporal.Instant): string {
  return `${at.toString({ smallestUnit: 'minute' }).replace('T', ' ').replace('Z', '')} UTC`
}

/** What the library asks for. */
function dateOf(at: Temporal.Instant): Date {
  return new Date(at.epochMilliseconds)
}
