/** Who comes so soon after somebody else belongs to a crowd, and waits so long for who comes next. */
const CROWD_MS = 3

/** At once, or with the next of a crowd. */
export type Soon<T> = T | Promise<T>

/**
 * Lets a crowd be decided in few turns of the event loop: one after the other, in the order in which they came, with
 * nothing in between. What one turn wrote goes to the disk at once, so that whoever comes in a crowd does not wait for
 * as many writes as people came before them. Nobody is answered before that, and who comes alone does not wait.
 */
export const togetherIn = (): (<T>(act: () => T) => Soon<T>) => {
  let queue: (() => void)[] = []
  let cameAt = 0

  const takeTurns = (): void => {
    const acts = queue
    queue = []
    for (const act of acts) act()
  }

  return (act) => {
    const now = Date.now()
    const alone = queue.length === 0 && now - cameAt > CROWD_MS
    cameAt = now
    if (alone) return act()
    return new Promise((resolve, reject) => {
      queue.push(() => {
        try {
          resolve(act())
        } catch (error) {
          reject(error)
        }
      })
      if (queue.length === 1) setTimeout(takeTurns, CROWD_MS)
    })
  }
}
