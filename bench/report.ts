import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

const RESULTS = join(import.meta.dirname, 'results')

/**
 * One line of a benchmark. `ratio` is what counts: how many times better than the limit or the peer, which was measured
 * in the same run; 1 is the edge.
 */
export type Row = { what: string; figure: string; against: string; ratio: number; wanted: number }

export type Report = {
  name: string
  at: string
  machine: { cpu: string; cores: number; memoryGiB: number }
  versions: Record<string, string>
  rows: Row[]
  notes: string[]
}

/**
 * Keeps the rows of a benchmark in bench/results/<name>.json with date, machine and versions, writes the table of all
 * benchmarks again, prints these rows, and hands the report back. `libraries` are packages whose versions matter.
 */
export function report(
  name: string,
  rows: Row[],
  { libraries = [], notes = [] }: { libraries?: string[]; notes?: string[] } = {},
): Report {
  const made: Report = {
    name,
    at: new Date().toISOString().slice(0, 16).concat('Z'),
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    },
    versions: {
      node: process.versions.node,
      ...Object.fromEntries(libraries.map((it) => [it, versionOf(it)])),
    },
    rows: rows.map((row) => ({ ...row, ratio: Number(row.ratio.toPrecision(3)) })),
    notes,
  }
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(made, null, 2)}\n`)
  writeFileSync(join(RESULTS, 'README.md'), markdown())
  console.log(table(made.rows).join('\n'))
  for (const note of notes) console.log(note)
  return made
}

/** The median time of some runs of `work`, in ms, after one that warms it up. */
export function medianMs(work: () => unknown, runs = 3): number {
  work()
  const times = Array.from({ length: runs }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  }).sort((a, b) => a - b)
  return times[Math.floor(runs / 2)]!
}

function markdown(): string {
  const reports = readdirSync(RESULTS)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file): Report => JSON.parse(readFileSync(join(RESULTS, file), 'utf8')))
  const sections = reports.flatMap(({ name, at, machine, versions, rows, notes }) => [
    `## ${name}`,
    '',
    `${at}, ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB; ${Object.entries(versions)
      .map(([library, version]) => `${library} ${version}`)
      .join(', ')}.`,
    '',
    ...table(rows),
    '',
    ...notes.flatMap((note) => [note, '']),
  ])
  const head =
    'Written by `npm run bench`. A ratio is to the limit or the peer of the same run; more is better.'
  return `${['# Benchmarks', '', head, '', ...sections].join('\n').trimEnd()}\n`
}

function table(rows: Row[]): string[] {
  const head = ['what', 'figure', 'against', 'ratio', 'wanted']
  const lines = [
    head,
    ...rows.map(({ what, figure, against, ratio, wanted }) => [
      what,
      figure,
      against,
      `${ratio}`,
      `${wanted}`,
    ]),
  ]
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]!.length)))
  const [first, ...rest] = lines.map(
    (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`,
  )
  return [first!, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rest]
}

function versionOf(library: string): string {
  const manifest = join(import.meta.dirname, '../node_modules', library, 'package.json')
  return JSON.parse(readFileSync(manifest, 'utf8')).version
}
