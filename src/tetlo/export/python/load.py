# SPDX-License-Identifier: Apache-2.0
def load(weights=os.path.join(os.path.dirname(os.path.abspath(__file__)), "weights.safetensors")):
    """The trained network, ready to classify images; call .train() to go on training."""
    network = Network()
    network.load_state_dict(load_file(weights))
    return network.eval()
