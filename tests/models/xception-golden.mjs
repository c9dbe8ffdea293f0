// SPDX-FileCopyrightText: 2026 The gst-facerec authors
// SPDX-License-Identifier: LGPL-2.1-or-later
// Made xception-golden.f32: what TensorFlow.js computes with the genuine Xception topology and the made-up weights of
// xceptionweights.h. For each of the sizes below the 2048 numbers of global max pooling, 32-bit floats, little-endian.
//
// usage: npm install @tensorflow/tfjs && node xception-golden.mjs TOPOLOGY.json OUT.f32
// TOPOLOGY.json: Keras' Xception as tensorflowjs_converter saves it (modelTopology); weights are not needed.
import { readFileSync, writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';

const SEED = 1;
const SIZES = [71, 96, 101, 150];
const RESIDUALS = { 128: 'block2_residual', 256: 'block3_residual', 728: 'block4_residual', 1024: 'block13_residual' };

function* generator(state) {
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state;
  }
}

function hash(name) {
  let value = 2166136261;
  for (const letter of name)
    value = Math.imul(value ^ letter.charCodeAt(0), 16777619) >>> 0;
  return (value ^ SEED) >>> 0;
}

function values(name, shape) {
  const n = shape.reduce((a, b) => a * b), result = new Float32Array(n), numbers = generator(hash(name));
  let low = -0.1, range = 0.2;
  if (name.endsWith('/gamma'))
    [low, range] = [0.8, 0.4];
  else if (name.endsWith('/moving_variance'))
    [low, range] = [0.5, 1];
  else if (shape.length > 1) {
    low = name.endsWith('/depthwise_kernel') ? -Math.sqrt(3.0 / 9) : -Math.sqrt(6 / (n / shape.at(-1)));
    range = -2 * low;
  }
  for (let i = 0; i < n; i++)
    result[i] = low + range * ((numbers.next().value >>> 8) / 16777216.0);
  return result;
}

// The name that the project gives a weight. Keras leaves the residual ways without a name; their widths tell them apart.
function projectName(weight) {
  let [layer, part] = weight.originalName.split('/').slice(-2);
  if (/^conv2d/.test(layer))
    layer = RESIDUALS[weight.shape.at(-1)];
  else if (/^batch_normalization/.test(layer))
    layer = RESIDUALS[weight.shape[0]] + '_bn';
  return `${layer}/${part.replace(/(:0|_\d+)$/, '')}`;
}

function picture(size) {
  const numbers = generator(size), pixels = new Float32Array(3 * size * size);
  for (let i = 0; i < pixels.length; i++)
    pixels[i] = (numbers.next().value >>> 24) / 127.5 - 1;
  return tf.tensor(pixels, [1, size, size, 3]);
}

async function model(topology) {
  const parsed = JSON.parse(readFileSync(topology, 'utf8')).modelTopology;
  for (const layer of parsed.model_config.config.layers) {
    if (layer.class_name === 'InputLayer')
      layer.config.batch_input_shape = [null, null, null, 3];
    // Keras writes these of a separable convolution, too, and TensorFlow.js does not read what it does not know.
    for (const part of ['kernel_initializer', 'kernel_regularizer', 'kernel_constraint'])
      if (layer.class_name === 'SeparableConv2D')
        delete layer.config[part];
  }
  const whole = await tf.loadLayersModel({ load: async () => ({ modelTopology: parsed }) }, { strict: false });
  const last = whole.getLayer('block14_sepconv2_act');
  const body = tf.model({ inputs: whole.inputs, outputs: last.output });
  const names = new Set();
  for (const weight of body.weights) {
    const name = projectName(weight);
    names.add(name);
    weight.write(tf.tensor(values(name, weight.shape), weight.shape));
  }
  console.log(`${names.size} tensors, ${body.countParams()} parameters`);
  return body;
}

const [topology, out] = process.argv.slice(2);
await tf.setBackend('cpu');
const body = await model(topology);
const golden = new Float32Array(2048 * SIZES.length);
for (const [i, size] of SIZES.entries()) {
  const features = tf.max(body.predict(picture(size)), [1, 2]).dataSync();
  golden.set(features, 2048 * i);
  console.log(size, Math.hypot(...features), features.slice(0, 4));
}
writeFileSync(out, Buffer.from(golden.buffer));
