"""Independence: who may examine, supervise, decide about or hear an appeal of whom, and what stands in the way."""
