// zlib of the system: the headers of SPDY frames are compressed with it.
#include <zlib.h>
