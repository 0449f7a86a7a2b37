// SPDX-License-Identifier: Apache-2.0
// How long a network takes to classify one image: measured on one thread of this machine's
// processor, in float32, with weights as they are before training and running statistics.
//
// What counts is the time that the thread has the processor. On a machine that does nothing else
// this is the time that passes; otherwise it leaves out the time that other programs are given.
// They still slow single passes down, because they share caches; the median is reported.
#pragma once

#include <functional>
#include <vector>

#include "tetlo/net/discrete_network.h"
#include "tetlo/net/widest.h"

namespace tetlo {

/// Seconds since some fixed time.
using Clock = std::function<double()>;

/// The seconds that the calling thread has had a processor.
double thread_seconds();

/// The milliseconds of 15 calls of `work`, each on its own, after 3 that are not measured because
/// the first calls also allocate memory.
std::vector<double> milliseconds_of(const std::function<void()>& work,
                                    const Clock& clock = thread_seconds);

/// The milliseconds that the network of this shape takes for an image. Each evaluation for the same
/// number of channels makes further passes, and returns the median of all of them.
Cost latency_of(const Genotype& genotype, const DiscreteShape& shape,
                const Clock& clock = thread_seconds);

}  // namespace tetlo
