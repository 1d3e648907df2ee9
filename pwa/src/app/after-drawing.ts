/** Runs work in the task after the next frame: what is on the screen then stands before it. */
export function afterDrawing(work: () => void): void {
  requestAnimationFrame(() => { setTimeout(work, 0); });
}
