import { globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { ROOT } from '../root.ts'

export type SourceFile = { path: string; text: string }

/** The files that match `patterns`, below the repository's folder and outside node_modules and dist, with `/` in their paths. */
export function sourceFiles(...patterns: string[]): SourceFile[] {
  const exclude = ['**/node_modules', '**/dist']
  return globSync(patterns, { cwd: ROOT, exclude })
    .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(join(ROOT, path), 'utf8') }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

export const isTest = ({ path }: { path: string }) =>
  /\.test\.ts$|(^|\/)(test|testing)\/|\/testing\.ts$/.test(path)
