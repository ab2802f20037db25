// The engine of TensorFlow Playground as a contender: makes so many training steps for each line "SIZES BATCH COUNT".
//
//     node playground.js nn.js
//
// nn.js is made of that project's src/nn.ts, which is not part of nnsim:
//
//     npx esbuild nn.ts --format=cjs --outfile=nn.js
"use strict";

const path = require("path");
const nn = require(path.resolve(process.argv[2]));
const networks = new Map();

function stepper(sizes, batchSize) {
  const tanh = nn.Activations.TANH;
  const network = nn.buildNetwork(sizes, tanh, tanh, null, ["x", "y"], false);
  const samples = Array.from({ length: 100 * batchSize }, () => [
    2 * Math.random() - 1, 2 * Math.random() - 1, Math.random() < 0.5 ? -1 : 1,
  ]);
  let next = 0;
  return (count) => {
    for (let step = 0; step < count; step++) {
      for (let i = 0; i < batchSize; i++) {
        const sample = samples[next++ % samples.length];
        nn.forwardProp(network, [sample[0], sample[1]]);
        nn.backProp(network, sample[2], nn.Errors.SQUARE);
      }
      nn.updateWeights(network, 0.001, 0);
    }
  };
}

require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const [sizes, batchSize, count] = line.split(" ");
  const name = `${sizes} ${batchSize}`;
  if (!networks.has(name)) {
    networks.set(name, stepper(sizes.split(",").map(Number), Number(batchSize)));
  }
  networks.get(name)(Number(count));
  console.log("done");
});
