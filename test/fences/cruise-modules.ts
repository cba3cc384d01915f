import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { FENCES } from './rules.ts'

const FOLDERS = ['sla', 'platform', 'service', 'community', 'practice', 'bench', 'test', 'scripts']

/** Runs the fences over the tree at `root`: what was seen, and what broke which fence, as `fence: from -> to`. */
export async function cruiseModules(root: string) {
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)))
  const { output } = await cruise(
    folders,
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: FENCES },
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '(^|/)(dist[^/]*|data|service/migrations)/' },
      tsPreCompilationDeps: true,
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  )
  const { summary, modules } = output as ICruiseResult
  return {
    modules: modules.map(({ source }) => source),
    dependencies: modules.flatMap(({ source, dependencies }) =>
      dependencies.map(({ resolved }) => `${source} -> ${resolved}`),
    ),
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  }
}
