const native = (globalThis as { Temporal?: typeof globalThis.Temporal }).Temporal

/**
 * The platform's own Temporal where it has one, else the polyfill, which is then loaded once: so the engine runs on
 * Node 22 and in any browser. As a type, `Temporal.Instant` is TypeScript's own (lib esnext.temporal).
 */
export const Temporal: typeof globalThis.Temporal =
  native ?? ((await import('temporal-polyfill')).Temporal as unknown as typeof globalThis.Temporal)
