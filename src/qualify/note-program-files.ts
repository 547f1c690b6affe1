/** Run at installation: writes down what the program consists of. */
import { PROGRAM_FILES, writeProgramFiles } from "./program-files.ts";

writeProgramFiles(PROGRAM_FILES);
