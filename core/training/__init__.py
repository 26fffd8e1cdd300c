"""The network and the steps it takes: no thread, no clock."""
