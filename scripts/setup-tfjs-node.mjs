console.log("set-up: nothing yet");
