import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from '@mantine/core'

/** The one hue, from paper to ink; 7 is the links' and buttons' in the light, 3 in the dark. */
const teal: MantineColorsTuple = [
  '#eef6f5',
  '#d6eae8',
  '#a9d5d1',
  '#66bdb5',
  '#3f9d96',
  '#2d827d',
  '#176c69',
  '#0b5a58',
  '#084645',
  '#053332',
]

/** What lies between paper and ink, in the hue of paper: what Mantine fills, borders and disables with. */
const gray: MantineColorsTuple = [
  '#faf8f2',
  '#f3f0e7',
  '#e8e4d8',
  '#d9d4c6',
  '#bdb8a9',
  '#9b978a',
  '#77756b',
  '#565c59',
  '#333836',
  '#191c1b',
]
const dark: MantineColorsTuple = [
  '#edeae0',
  '#c9c8c0',
  '#a7aca6',
  '#7b827f',
  '#4a524f',
  '#39413f',
  '#262d2b',
  '#171c1b',
  '#1d2422',
  '#0b0e0d',
]

const closeButtonProps = { 'aria-label': 'Close' }

/** Paper, ink and teal; what the public pages have, in the components of the console. */
export const theme = createTheme({
  colors: { teal, gray, dark },
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 3 },
  // Written on teal: paper in the light, where teal is dark, and in the dark, where it is light and paper is dark.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input)
    return input.variant === 'filled' ? { ...colors, color: 'var(--paper)' } : colors
  },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: {
    fontFamily:
      '"Iowan Old Style", Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", "DejaVu Serif", serif',
    fontWeight: '400',
  },
  defaultRadius: 'xs',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    InputWrapper: { defaultProps: { withAsterisk: false } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.4 }, closeButtonProps } },
    Drawer: { defaultProps: { closeButtonProps } },
    Table: { defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 'md' } },
  },
})
