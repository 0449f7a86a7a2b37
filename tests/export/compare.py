#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares exported networks with the logits that tetlo computed: compare.py FOLDER…

Every folder has logits.safetensors (images and logits), the exported files model.py and weights.safetensors, and,
unless the build lacks that format, network.onnx. For every folder and format prints the largest difference of a logit,
as a share of the largest logit; fails if one is above 1e-4 or if a most probable class differs. ONNX graphs are
compared if onnxruntime is there. Needs PyTorch and safetensors.
"""
import importlib.util
import os
import sys

import torch
from safetensors.torch import load_file

try:
    import onnxruntime
except ImportError:
    onnxruntime = None

BOUND = 1e-4


def of_module(folder, images):
    spec = importlib.util.spec_from_file_location("model", os.path.join(folder, "model.py"))
    model = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(model)
    with torch.no_grad():
        return model.load()(images)


def of_graph(folder, images):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    path = os.path.join(folder, "network.onnx")
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    batches = [session.run(["logits"], {"image": batch.numpy()})[0] for batch in images.split(100)]
    return torch.cat([torch.from_numpy(logits) for logits in batches])


failed = False
for folder in sys.argv[1:]:
    reference = load_file(os.path.join(folder, "logits.safetensors"))
    images, expected = reference["images"], reference["logits"]
    formats = [of_module]
    if onnxruntime is not None and os.path.exists(os.path.join(folder, "network.onnx")):
        formats.append(of_graph)
    for compute in formats:
        logits = compute(folder, images)
        difference = ((logits - expected).abs().max() / expected.abs().max()).item()
        classes = (logits.argmax(1) != expected.argmax(1)).sum().item()
        fails = not difference <= BOUND or classes > 0
        failed = failed or fails
        print(f"{os.path.basename(folder)} {compute.__name__}: {difference:.1e}, {classes} of {len(images)} "
              f"classes differ{'  FAILED' if fails else ''}")
sys.exit(1 if failed else 0)
