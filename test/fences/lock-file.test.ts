import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../root.ts'

type Package = { resolved?: string; link?: boolean; optionalDependencies?: Record<string, string> }
type Packages = Record<string, Package>

const packages = (JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Packages })
  .packages

/** Optional packages, as those for other machines are, that a package asks for and the lock file does not name. */
function unnamed(locked: Packages): string[] {
  return Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !placesFor(name, path).some((place) => place in locked),
    ),
  )
}

/** Where npm looks for `name` from the package at `path`, inmost first. */
function placesFor(name: string, path: string): string[] {
  const outer = path.lastIndexOf('/node_modules/')
  const above = path === '' ? [] : placesFor(name, outer < 0 ? '' : path.slice(0, outer))
  return [`${path === '' ? '' : `${path}/`}node_modules/${name}`, ...above]
}

test('the lock file names the packages for every kind of machine, or npm ci refuses it', () => {
  expect(Object.keys(packages).length).toBeGreaterThan(300)
  expect(unnamed(packages)).toEqual([])
  const planted = { 'node_modules/a': { optionalDependencies: { 'a-linux': '1.0.0', 'a-darwin': '1.0.0' } } }
  expect(unnamed({ ...planted, 'node_modules/a-linux': {} })).toEqual(['a-darwin'])
})

test('the lock file ties nobody to one registry', () => {
  const tied = Object.entries(packages).filter(([, { link, resolved }]) => !link && resolved !== undefined)
  expect(tied.map(([path]) => path)).toEqual([])
})
