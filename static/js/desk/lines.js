/** The words of a line of the editor. All in it counts as it does in the document, so that places are the same. */
export const wordsIn = (node) => {
  let text = ""
  node.forEach((child) => {
    if (child.isText) text += child.text
    else text += child.type.name === "hardBreak" ? "\n" : "\ufffc".repeat(child.nodeSize)
  })
  return text
}
