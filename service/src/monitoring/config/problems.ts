import { StartError } from '@tractops/platform'
import type * as z from 'zod'
import type { FilePath, YamlSource } from './yaml-source.ts'

/** One thing that is wrong with a configuration file, and what to write instead. Lines and columns count from 1. */
export type ConfigProblem = { line: number; column: number; path: string; message: string }

/** A configuration file that cannot be used; its message names every problem, one a line, each with its place. */
export class ConfigError extends StartError {
  readonly problems: readonly ConfigProblem[]

  constructor(file: string, problems: readonly ConfigProblem[]) {
    super(
      'configuration',
      problems
        .map((p) => `${file}:${p.line}:${p.column} ${p.path === '' ? '' : `${p.path}: `}${p.message}`)
        .join('\n'),
    )
    this.problems = problems
  }
}

/** What is wrong, said of the file as it is written: with its place, and with the value before anything was filled in. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], source: YamlSource): ConfigProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path as FilePath
    if (issue.code === 'unrecognized_keys') {
      const sentences = issue.message.split('\n')
      return issue.keys.map((key, i) => ({
        ...source.keyPositionOf([...path, key]),
        path: pathText([...path, key]),
        message: sentences[i]!,
      }))
    }
    return [problemAt(path, sentence(issue, valueAt(source.data, path)), source)]
  })
}

/** A problem at a path of the file. */
export function problemAt(path: FilePath, message: string, source: YamlSource): ConfigProblem {
  return { ...source.positionOf(path), path: pathText(path), message }
}

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  const shown = show(value)
  if (value === undefined && issue.code !== 'custom') {
    return `is missing; ${issue.code === 'invalid_type' ? `write ${kind(issue.expected)}.` : 'write it.'}`
  }
  if (/^[a-z]/.test(issue.message)) return `${shown} ${issue.message}`
  switch (issue.code) {
    case 'invalid_type':
      return `${shown} is not ${kind(issue.expected)}.`
    case 'invalid_value':
      return `${shown} is not known; write ${issue.values.map((v) => String(v)).join(', ')}.`
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array')
        return 'is empty; write something, or leave it out.'
      return `${shown} is less than ${issue.minimum}; write ${issue.minimum} or more.`
    case 'too_big':
      if (issue.origin === 'array') return `has more than ${issue.maximum} entries; write fewer.`
      return `${shown} is more than ${issue.maximum}; write ${issue.maximum} or less.`
    default:
      return issue.message
  }
}

function kind(expected: string): string {
  const names: Record<string, string> = {
    string: 'a text (put it in quotes)',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    object: 'an object with named fields',
    array: 'a list',
    record: 'an object with named fields',
  }
  return names[expected] ?? expected
}

function valueAt(data: unknown, path: FilePath): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
    data,
  )
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** ["monitors", 1, "every"] -> "monitors[1].every" */
function pathText(path: FilePath): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  )
}
