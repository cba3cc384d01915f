/** SLA §1: "100.0000" as "100", "99.4999" as it is: decimals that say nothing are dropped, and nothing is rounded (row 8). */
export const percentShown = (percent: string): string => percent.replace(/\.0+$/, '')
