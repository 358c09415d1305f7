/** The explorer's filter by what the reader has marked. */

import { reading } from "./store.js";

const CHOICES = [
  ["to-read", "To read", ({ mark }) => mark === "to-read"],
  ["read", "Read", ({ mark }) => mark === "read"],
  ["noted", "With a note", ({ note }) => note !== ""],
  ["none", "Neither", ({ mark, note }) => !mark && !note],
];

/** Add the group, which follows what other windows mark. @param {import("../explore/data.js").Data} data */
export function addMarks(data) {
  const choices = CHOICES.map(([id, title]) => ({ id, title, parent: null, children: [] }));
  const group = { parameter: "mark", title: "My marks", choices, of: [], isEach: false, former: {} };
  data.groups.push(group);
  reading.watch(() => {
    group.of = data.papers.key.map((key) => [...CHOICES.keys()].filter((n) => CHOICES[n][2](reading.of(key))));
  });
}
