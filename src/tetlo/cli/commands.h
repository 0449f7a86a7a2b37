// SPDX-License-Identifier: Apache-2.0
// The commands of the program. Each is one file, which declares its arguments and does its work.
//
// Results go to standard output, either for people or, with --json, as one JSON object. Everything
// else goes to standard error.
#pragma once

#include "tetlo/cli/command.h"

namespace tetlo {

Command search_command();
Command evaluate_command();
Command draw_command();
Command convert_command();
Command count_command();
Command gradient_check_command();
Command benchmark_command();
Command calibration_command();
Command hessian_command();
Command degeneracy_command();
Command query_command();
Command study_command();
Command sweep_command();
Command space_command();
Command data_command();
Command predict_command();
Command export_command();
Command report_command();
Command compare_command();
Command reproduce_command();
Command fit_command();
Command options_command();

}  // namespace tetlo
