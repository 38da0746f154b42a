/** One product's figures for events of 8 and of 50 KB. Times in milliseconds, memory in MB, disk in bytes per event. */
export interface Figures {
  acceptedPerSecond: number
  digestedPerSecond: number
  acceptP99AtMaximum: number
  acceptP99AtHalf?: number
  visibleP95?: number
  cpuSecondsPer1000: number
  memoryMb: number
  diskPerEvent: number
}

/**
 * Measured on 2026-11-21 on a machine of the same kind (2 cores, 24 GiB), each product's own server with its default
 * settings, closed loop of 8 connections, median of three runs. Their ratio to ours means more than either number.
 */
export const PEERS: Record<string, Record<8 | 50, Figures>> = {
  'Bugsink 2.6.1 (SQLite)': {
    8: {
      acceptedPerSecond: 255,
      digestedPerSecond: 47,
      acceptP99AtMaximum: 60,
      acceptP99AtHalf: 13,
      visibleP95: 210,
      cpuSecondsPer1000: 21.8,
      memoryMb: 245,
      diskPerEvent: 22_100,
    },
    50: {
      acceptedPerSecond: 195,
      digestedPerSecond: 45,
      acceptP99AtMaximum: 76,
      acceptP99AtHalf: 14,
      visibleP95: 210,
      cpuSecondsPer1000: 24.5,
      memoryMb: 247,
      diskPerEvent: 66_800,
    },
  },
  'GlitchTip 5.2': {
    8: {
      acceptedPerSecond: 105,
      digestedPerSecond: 84,
      acceptP99AtMaximum: 223,
      visibleP95: 2500,
      cpuSecondsPer1000: 17,
      memoryMb: 634,
      diskPerEvent: 9200,
    },
    50: {
      acceptedPerSecond: 27,
      digestedPerSecond: 26,
      acceptP99AtMaximum: 861,
      visibleP95: 2800,
      cpuSecondsPer1000: 64,
      memoryMb: 691,
      diskPerEvent: 19_500,
    },
  },
}

/** What we want of ourselves: events a second digested together with everything else, on one thread. */
export const GOALS: Record<8 | 50, Pick<Figures, 'digestedPerSecond'>> = {
  8: { digestedPerSecond: 900 },
  50: { digestedPerSecond: 600 },
}
