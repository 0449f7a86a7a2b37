#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns a checkpoint of https://github.com/quark0/darts, or of code with its network, into weights that
`tetlo evaluate --weights` reads: convert_checkpoint.py weights.pt weights.safetensors

Needs PyTorch and safetensors. A checkpoint can contain code: only open those that you trust.
"""
import sys

import torch
from safetensors.torch import save_file

state = torch.load(sys.argv[1], map_location="cpu")
state = state.get("state_dict", state)
save_file({name.removeprefix("module."): tensor.contiguous() for name, tensor in state.items()}, sys.argv[2])
