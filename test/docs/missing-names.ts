import { existsSync, globSync, readdirSync } from 'node:fs'
import { join, normalize } from 'node:path'

/** What a document may name, besides paths: npm scripts, and for each of our commands its own `--help`. */
export type Known = { scripts: string[]; help: Record<string, string> }

/** Every name in the Markdown `text` of a document in `folder` that does not exist: paths, links, scripts, commands. */
export function missingNames(text: string, known: Known, root: string, folder = '.'): string[] {
  const code = codeOf(text)
  return [
    ...linksOf(text).filter((link) => !existsSync(join(root, folder, link))),
    ...code.flatMap((piece) => pathsIn(piece, root)).filter((path) => !exists(path, root)),
    ...code
      .flatMap(scriptsIn)
      .filter(({ name }) => !known.scripts.includes(name))
      .map(({ said }) => said),
    ...code.flatMap((piece) => unknownCommands(piece, known.help)),
  ]
}

/** Inline code and the lines of fenced blocks. */
function codeOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```[^\n]*\n(.*?)^```/gms)].flatMap(([, block]) => block!.split('\n'))
  const inline = [...text.replace(/^```.*?^```/gms, '').matchAll(/`([^`]+)`/g)].map(([, piece]) => piece!)
  return [...blocks, ...inline]
}

/** The targets of relative links and pictures. */
function linksOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, link]) => link!)
    .filter((link) => !/^[a-z]+:/.test(link))
}

/** Words that begin with a folder of the repository. A name in angle brackets is for the reader to fill in. */
function pathsIn(piece: string, root: string): string[] {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const ours = new Set(
    folders.map(({ name }) => name).filter((name) => !['node_modules', 'data'].includes(name)),
  )
  return piece
    .split(/[\s"'(),;]+/)
    .map((word) => word.replace(/^\.\//, '').replace(/[.:]+$/, ''))
    .filter((word) => word.includes('/') && ours.has(word.split('/')[0]!) && !word.includes('<'))
}

function exists(path: string, root: string): boolean {
  return existsSync(join(root, normalize(path))) || globSync(path, { cwd: root }).length > 0
}

function scriptsIn(piece: string): { said: string; name: string }[] {
  return [...piece.matchAll(/\bnpm (?:run (\S+)|(start|test)\b)/g)].map(([said, run, short]) => ({
    said,
    name: run ?? short!,
  }))
}

/** `sla due …` or `npx tractops key create …` where the command's help does not speak of its first words. */
function unknownCommands(piece: string, help: Record<string, string>): string[] {
  return [...piece.matchAll(/(?:^|\bnpx |\| )(sla|tractops)((?: [a-z]+)*)(?= |$)/g)].flatMap(
    ([said, name, words]) => {
      const first = words!
        .trim()
        .split(' ')
        .slice(0, name === 'sla' ? 1 : 2)
        .join(' ')
      return first === '' || help[name!]?.includes(`${name} ${first}`) ? [] : [said]
    },
  )
}
